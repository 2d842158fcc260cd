using KvFleet.Model.Accelerators;

namespace KvFleet.Operator.Exporters;

/// <summary>Collects what the series of one accelerator say.</summary>
internal sealed class ReadingBuilder(AcceleratorVendor vendor, string id, string node, string product)
{
    private readonly Dictionary<ReadingField, (double Whole, double Parts)> _values = [];
    private readonly SortedSet<string> _faults = new(StringComparer.Ordinal);

    /// <summary>Takes a value.</summary>
    /// <param name="field">What it is.</param>
    /// <param name="value">The value, in our units.</param>
    /// <param name="isPart">Whether it is about a tile of the accelerator: parts add up, and count only where the whole is not told.</param>
    public void Add(ReadingField field, double value, bool isPart)
    {
        switch (field)
        {
            case ReadingField.Xid:
                Fault(XidErrors.Fault(value));
                break;
            case ReadingField.RemapFailure:
                Fault(value > 0 ? "row remapping failed" : null);
                break;
            case ReadingField.UncorrectableRows:
                Fault(value > 0 ? "rows with double-bit ECC errors are pending" : null);
                break;
            case ReadingField.Unhealthy:
                Fault(value == 0 ? "its exporter says unhealthy" : null);
                break;
            default:
                var known = _values.GetValueOrDefault(field);
                _values[field] = isPart ? known with { Parts = known.Parts + value } : known with { Whole = Math.Max(known.Whole, value) };
                break;
        }
    }

    public AcceleratorReading Build()
    {
        var used = Value(ReadingField.MemoryUsed);
        return new AcceleratorReading
        {
            Vendor = vendor,
            Id = id,
            Node = node,
            Product = product,
            MemoryUsedBytes = used,
            MemoryTotalBytes = Value(ReadingField.MemoryTotal) ?? (used + Value(ReadingField.MemoryFree) + (Value(ReadingField.MemoryReserved) ?? 0)),
            Utilization = Value(ReadingField.Utilization),
            LinkBytesPerSecond = Value(ReadingField.LinkRate),
            LinkBytesTotal = Value(ReadingField.LinkTotal),
            Faults = [.. _faults],
        };
    }

    private double? Value(ReadingField field)
        => _values.TryGetValue(field, out var value) ? (value.Whole > 0 || value.Parts <= 0 ? value.Whole : value.Parts) : null;

    private void Fault(string? text)
    {
        if (text is not null)
        {
            _faults.Add(text);
        }
    }
}
