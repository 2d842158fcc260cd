using System.Text;
using KvFleet.Native;
using KvFleet.Protocol.Store;

namespace KvFleet.TestClient;

/// <summary>What a client has mapped of a pool: its extents side by side, and its key tables.</summary>
internal sealed class PoolMapping : IDisposable
{
    private readonly Dictionary<ulong, (long Offset, long Bytes)> _extents = [];
    private readonly Dictionary<uint, (ReadOnlyMapping Mapping, KeyTableReader Reader)> _tables = [];
    private MappedRange? _range;

    /// <summary>Whether the first set of extents is complete.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Why the agent ended the connection; null while it did not.</summary>
    public string? Farewell { get; private set; }

    /// <summary>Whether the registration token is here.</summary>
    public bool HasToken { get; set; }

    /// <summary>Extents that the agent wants back and that are unmapped already.</summary>
    public List<ulong> ToAcknowledge { get; } = [];

    /// <summary>The readers of all key tables.</summary>
    public KeyTableReader[] Tables { get; private set; } = [];

    /// <summary>Bytes that are mapped.</summary>
    public long MappedBytes => _extents.Values.Sum(static extent => extent.Bytes);

    /// <summary>First address of the range.</summary>
    public nint Address => _range?.Address ?? throw new InvalidOperationException("This client does not map the pool.");

    public void Reserve(long bytes) => _range = MappedRange.Reserve(bytes);

    /// <summary>Whether a place is mapped.</summary>
    public bool Contains(long offset, long bytes)
    {
        foreach (var extent in _extents.Values)
        {
            if (offset >= extent.Offset && offset + bytes <= extent.Offset + extent.Bytes)
                return true;
        }

        return false;
    }

    /// <summary>Works in what the agent says unasked.</summary>
    public void Hear(FrameType type, ReadOnlyMemory<byte> body, IReadOnlyList<Descriptor> descriptors)
    {
        try
        {
            switch (type)
            {
                case FrameType.Extents: MapExtents(body.Span, descriptors); break;
                case FrameType.KeyTable: MapTable(body.Span, descriptors); break;
                case FrameType.Revoke: Revoke(body.Span); break;
                case FrameType.TokenGranted: HasToken = true; break;
                case FrameType.Goodbye: Farewell = Encoding.UTF8.GetString(body.Span); break;
            }
        }
        finally
        {
            foreach (var descriptor in descriptors)
                descriptor.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var (mapping, _) in _tables.Values)
            mapping.Dispose();
        _range?.Dispose();
    }

    private void MapExtents(ReadOnlySpan<byte> body, IReadOnlyList<Descriptor> descriptors)
    {
        var reader = new FrameReader(body);
        var count = reader.Count(StoreLimits.MaxExtents);
        IsComplete |= reader.UInt32() != 0;
        for (var i = 0; i < count; i++)
        {
            var (number, offset, bytes) = (reader.UInt64(), (long)reader.UInt64(), (long)reader.UInt64());
            using var file = MemoryFile.Adopt(descriptors[i]);
            _range!.Map(file, offset, bytes);
            _extents[number] = (offset, bytes);
            // Given back and granted again before it was acknowledged: it is mapped, so there is nothing to say.
            ToAcknowledge.Remove(number);
        }
    }

    private void MapTable(ReadOnlySpan<byte> body, IReadOnlyList<Descriptor> descriptors)
    {
        var reader = new FrameReader(body);
        var arena = reader.UInt32();
        reader.UInt32();
        var bytes = (long)reader.UInt64();
        using var file = MemoryFile.Adopt(descriptors[0]);
        var mapping = ReadOnlyMapping.Map(file, bytes);
        _tables[arena] = (mapping, new KeyTableReader(mapping.Address, bytes));
        Tables = [.. _tables.Values.Select(static table => table.Reader)];
    }

    private void Revoke(ReadOnlySpan<byte> body)
    {
        var reader = new FrameReader(body);
        reader.UInt32();
        for (var left = reader.Count(); left > 0; left--)
        {
            var number = reader.UInt64();
            if (_extents.Remove(number, out var extent))
                _range!.Unmap(extent.Offset, extent.Bytes);
            ToAcknowledge.Add(number);
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            if (_tables.Remove(reader.UInt32(), out var table))
                table.Mapping.Dispose();
        }

        Tables = [.. _tables.Values.Select(static table => table.Reader)];
    }
}
