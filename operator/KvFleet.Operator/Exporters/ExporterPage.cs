using KvFleet.Model.Accelerators;
using KvFleet.Prometheus.Parsing;

namespace KvFleet.Operator.Exporters;

/// <summary>Reads what DCGM exporter, AMD's device metrics exporter, Intel's XPU manager (1.x and 2.x) and the Gaudi exporter publish. Series that are missing are missing; others are passed over.</summary>
public static class ExporterPage
{
    /// <summary>What a page says about each accelerator.</summary>
    /// <param name="text">The page, in the Prometheus text format.</param>
    /// <returns>One reading an accelerator, ordered by id.</returns>
    /// <exception cref="ExpositionException">It is not in the format.</exception>
    public static IReadOnlyList<AcceleratorReading> Read(ReadOnlySpan<byte> text)
    {
        var devices = new SortedDictionary<string, ReadingBuilder>(StringComparer.Ordinal);
        var reader = new ExpositionReader(text);
        while (reader.Read())
        {
            if (reader.Entry == ExpositionEntry.Sample && ExporterSeries.Find(reader.Name) is { } series && !IsBlank(series, reader.Value) && Id(reader) is { } id)
            {
                if (!devices.TryGetValue(id, out var device))
                {
                    devices[id] = device = new ReadingBuilder(series.Vendor, id, Node(reader), Product(reader));
                }

                device.Add(series.Field, reader.Value * series.Factor, IsPart(reader));
            }
        }

        return [.. devices.Values.Select(device => device.Build())];
    }

    private static bool IsBlank(ExporterSeries series, double value)
        => series.Vendor == AcceleratorVendor.Nvidia ? DcgmBlanks.IsBlank(value) : !double.IsFinite(value) || value < 0;

    /// <summary>A tile (Intel 1.x) or a MIG instance (DCGM).</summary>
    private static bool IsPart(in ExpositionReader reader) => First(reader.LabelValue("sub_dev"u8), reader.LabelValue("GPU_I_ID"u8)) is not null;

    private static string? Id(in ExpositionReader reader)
        => First(reader.LabelValue("UUID"u8), reader.LabelValue("uuid"u8), reader.LabelValue("gpu_uuid"u8), reader.LabelValue("hw_id"u8), reader.LabelValue("serial_number"u8),
            reader.LabelValue("Serial"u8), reader.LabelValue("pci_bus_id"u8), reader.LabelValue("pci_bdf"u8), reader.LabelValue("gpu"u8), reader.LabelValue("gpu_id"u8));

    /// <summary>The node by either spelling. With a host engine elsewhere DCGM exporter says "localhost", which names nobody.</summary>
    private static string Node(in ExpositionReader reader)
        => First(reader.LabelValue("Hostname"u8), reader.LabelValue("hostname"u8), reader.LabelValue("node"u8)) is { } node && node != "localhost" ? node : "";

    private static string Product(in ExpositionReader reader)
        => First(reader.LabelValue("modelName"u8), reader.LabelValue("dev_name"u8), reader.LabelValue("card_model"u8)) ?? "";

    private static string? First(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrEmpty(value))
            {
                return value;
            }
        }

        return null;
    }
}
