using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Holder.Extents;

/// <summary>The extents of this process, in the order they came. Safe for concurrent use.</summary>
internal sealed class ExtentSet : IDisposable
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, Extent> _extents = new(StringComparer.Ordinal);

    /// <summary>Sum of the sizes of all extents in bytes, populated or not.</summary>
    internal long TotalBytes => Snapshot().Sum(static extent => extent.Bytes);

    /// <summary>Bytes of the extents with ordinary pages: those that the memory cgroup counts.</summary>
    internal long OrdinaryPageBytes => Snapshot().Where(static extent => extent.HugePageBytes == 0).Sum(static extent => extent.Bytes);

    internal IReadOnlyList<Extent> Snapshot()
    {
        lock (_gate)
            return [.. _extents.Values];
    }

    internal bool TryGet(string id, [NotNullWhen(true)] out Extent? extent)
    {
        lock (_gate)
            return _extents.TryGetValue(id, out extent);
    }

    internal void Add(Extent extent)
    {
        lock (_gate)
            _extents.Add(extent.Id, extent);
    }

    /// <summary>
    /// Takes extents out and closes them: their memory is free as soon as nobody else maps it (a population in progress lets go within one
    /// slice). Unknown ids are passed over.
    /// </summary>
    internal void Drop(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Extent? extent;
            lock (_gate)
                _extents.Remove(id, out extent);
            if (extent is null)
                continue;
            extent.GiveUp();
            extent.File.Dispose();
        }
    }

    /// <summary>Closes all of them.</summary>
    public void Dispose() => Drop(Snapshot().Select(static extent => extent.Id));
}
