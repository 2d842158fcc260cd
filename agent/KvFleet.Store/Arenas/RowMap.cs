using System.Collections.Immutable;
using KvFleet.Native;

namespace KvFleet.Store.Arenas;

/// <summary>The rows of an arena: where they lie in this process, and what the pool calls them.</summary>
internal sealed class RowMap : IDisposable
{
    private readonly ImmutableArray<Part> _parts;
    private readonly long _stride;

    /// <param name="extents">The extents, in the order of the index.</param>
    /// <param name="stride">Bytes of a row.</param>
    public RowMap(IReadOnlyList<ArenaExtent> extents, long stride)
    {
        _stride = stride;
        var parts = ImmutableArray.CreateBuilder<Part>(extents.Count);
        foreach (var extent in extents)
        {
            // Rows lie at multiples of the stride in the pool's range, whatever the extent's own place is.
            var skip = (stride - (extent.Offset % stride)) % stride;
            var rows = (int)(Math.Max(0, extent.Bytes - skip) / stride);
            if (rows == 0)
                continue;
            parts.Add(new Part(Rows, rows, checked((int)((extent.Offset + skip) / stride)), (nint)skip, SharedMapping.Map(extent.File, 0, extent.Bytes)));
            Rows += rows;
        }

        _parts = parts.ToImmutable();
    }

    /// <summary>Rows of the arena.</summary>
    public int Rows { get; }

    /// <summary>Where a row lies in this process.</summary>
    public nint AddressOf(int row)
    {
        var part = PartOf(row);
        return part.Mapping.Address + part.Skip + (nint)((row - part.First) * _stride);
    }

    /// <summary>What the pool calls a row.</summary>
    public int PoolRowOf(int row)
    {
        var part = PartOf(row);
        return part.FirstPoolRow + row - part.First;
    }

    public void Dispose()
    {
        foreach (var part in _parts)
            part.Mapping.Dispose();
    }

    private Part PartOf(int row)
    {
        foreach (var part in _parts)
        {
            if (row >= part.First && row < part.First + part.Count)
                return part;
        }

        throw new ArgumentOutOfRangeException(nameof(row), row, "The arena has no such row.");
    }

    private sealed record Part(int First, int Count, int FirstPoolRow, nint Skip, SharedMapping Mapping);
}
