using System.Collections.Frozen;
using KvFleet.Model.Accelerators;

namespace KvFleet.Operator.Exporters;

/// <summary>The series that are used, with the unit that each is in.</summary>
/// <param name="Vendor">Whose exporter it is.</param>
/// <param name="Field">What it tells.</param>
/// <param name="Factor">From its unit to bytes, seconds or shares.</param>
internal sealed record ExporterSeries(AcceleratorVendor Vendor, ReadingField Field, double Factor = 1)
{
    private const double Mebi = 1 << 20;
    private const double Percent = 0.01;
    private const double Megabits = 1e6 / 8;

    /// <summary>By name. AMD's names may carry the prefix <c>amd_</c>, Intel's 1.x counters the suffix <c>_total</c>.</summary>
    public static FrozenDictionary<string, ExporterSeries> ByName { get; } = new Dictionary<string, ExporterSeries>(StringComparer.Ordinal)
    {
        ["DCGM_FI_DEV_FB_USED"] = new(AcceleratorVendor.Nvidia, ReadingField.MemoryUsed, Mebi),
        ["DCGM_FI_DEV_FB_FREE"] = new(AcceleratorVendor.Nvidia, ReadingField.MemoryFree, Mebi),
        ["DCGM_FI_DEV_FB_RESERVED"] = new(AcceleratorVendor.Nvidia, ReadingField.MemoryReserved, Mebi),
        ["DCGM_FI_DEV_FB_TOTAL"] = new(AcceleratorVendor.Nvidia, ReadingField.MemoryTotal, Mebi),
        ["DCGM_FI_DEV_GPU_UTIL"] = new(AcceleratorVendor.Nvidia, ReadingField.Utilization, Percent),

        // Gauges in bytes a second, although their names look like counters.
        ["DCGM_FI_PROF_PCIE_TX_BYTES"] = new(AcceleratorVendor.Nvidia, ReadingField.LinkRate),
        ["DCGM_FI_PROF_PCIE_RX_BYTES"] = new(AcceleratorVendor.Nvidia, ReadingField.LinkRate),
        ["DCGM_FI_DEV_XID_ERRORS"] = new(AcceleratorVendor.Nvidia, ReadingField.Xid),
        ["DCGM_FI_DEV_ROW_REMAP_FAILURE"] = new(AcceleratorVendor.Nvidia, ReadingField.RemapFailure),

        ["gpu_used_vram"] = new(AcceleratorVendor.Amd, ReadingField.MemoryUsed, Mebi),
        ["gpu_free_vram"] = new(AcceleratorVendor.Amd, ReadingField.MemoryFree, Mebi),
        ["gpu_total_vram"] = new(AcceleratorVendor.Amd, ReadingField.MemoryTotal, Mebi),
        ["gpu_gfx_activity"] = new(AcceleratorVendor.Amd, ReadingField.Utilization, Percent),
        ["pcie_bandwidth"] = new(AcceleratorVendor.Amd, ReadingField.LinkRate, Megabits),
        ["gpu_health"] = new(AcceleratorVendor.Amd, ReadingField.Unhealthy),

        ["xpum_memory_used_bytes"] = new(AcceleratorVendor.Intel, ReadingField.MemoryUsed),
        ["xpum_pcie_read_bytes"] = new(AcceleratorVendor.Intel, ReadingField.LinkTotal),
        ["xpum_pcie_write_bytes"] = new(AcceleratorVendor.Intel, ReadingField.LinkTotal),
        ["hw_memory_usage_bytes"] = new(AcceleratorVendor.Intel, ReadingField.MemoryUsed),
        ["hw_memory_size_bytes"] = new(AcceleratorVendor.Intel, ReadingField.MemoryTotal),
        ["hw_gpu_utilization_ratio"] = new(AcceleratorVendor.Intel, ReadingField.Utilization),
        ["hw_gpu_io_bytes_total"] = new(AcceleratorVendor.Intel, ReadingField.LinkTotal),

        // The unit of its throughput series is nowhere published: they are left out.
        ["habanalabs_memory_used_bytes"] = new(AcceleratorVendor.Gaudi, ReadingField.MemoryUsed),
        ["habanalabs_memory_free_bytes"] = new(AcceleratorVendor.Gaudi, ReadingField.MemoryFree),
        ["habanalabs_memory_total_bytes"] = new(AcceleratorVendor.Gaudi, ReadingField.MemoryTotal),
        ["habanalabs_utilization"] = new(AcceleratorVendor.Gaudi, ReadingField.Utilization, Percent),
        ["habanalabs_pending_rows_with_double_bit_ecc_errors"] = new(AcceleratorVendor.Gaudi, ReadingField.UncorrectableRows),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Finds a series.</summary>
    /// <param name="name">Its name in the text.</param>
    public static ExporterSeries? Find(ReadOnlySpan<byte> name)
    {
        Span<char> characters = stackalloc char[64];
        if (name.Length > characters.Length || System.Text.Ascii.ToUtf16(name, characters, out var length) != System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        var text = characters[..length];
        var known = ByName.GetAlternateLookup<ReadOnlySpan<char>>();
        return known.TryGetValue(text, out var series)
            || (text.StartsWith("amd_") && known.TryGetValue(text["amd_".Length..], out series))
            || (text.StartsWith("xpum_") && text.EndsWith("_total") && known.TryGetValue(text[..^"_total".Length], out series))
                ? series
                : null;
    }
}
