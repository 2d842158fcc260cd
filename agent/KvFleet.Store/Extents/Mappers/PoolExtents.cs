using System.Collections.Immutable;
using KvFleet.Native;
using KvFleet.Store.Extents.Holders;

namespace KvFleet.Store.Extents.Mappers;

/// <summary>
/// The table of one pool's extents. They lie side by side in one address range, and none moves while it is there: row number x stride is an address
/// that engines compute themselves. A place is given away again only after every mapper of its former extent has let go.
/// </summary>
/// <remarks>Not thread-safe: belongs to the agent's loop.</remarks>
public sealed class PoolExtents
{
    private readonly List<PoolExtent> _extents = [];

    /// <summary>Grows by one with every change that mappers have to hear of.</summary>
    public long Generation { get; private set; }

    /// <summary>All entries, in the order of their offsets.</summary>
    public IReadOnlyList<PoolExtent> Extents => _extents;

    /// <summary>The entries that engines may have.</summary>
    public IEnumerable<PoolExtent> Ready => _extents.Where(static extent => extent.State == PoolExtentState.Ready);

    /// <summary>The entries that mappers were told to let go of.</summary>
    public IEnumerable<PoolExtent> Revoked => _extents.Where(static extent => extent.State != PoolExtentState.Ready);

    /// <summary>Makes extents available to engines.</summary>
    /// <param name="holder">Their holder.</param>
    /// <param name="extents">The extents.</param>
    /// <param name="stride">Rows lie at multiples of this; 0 where there are none.</param>
    /// <param name="places">Where they were before an agent's restart, in order; null when nobody knows.</param>
    public void Publish(HolderKey holder, IEnumerable<Extent> extents, long stride = 0, IReadOnlyList<long>? places = null)
    {
        foreach (var (number, extent) in extents.Index())
        {
            // The same memory came back (its holder's connection was interrupted): it keeps its place, so late acknowledgements still fit.
            if (_extents.FindIndex(known => known.Identity == extent.Identity) is >= 0 and var index)
                _extents[index] = _extents[index] with { Holder = holder, Extent = extent, State = PoolExtentState.Ready, Deadline = null };
            else
                Insert(holder, extent, stride, places is not null && number < places.Count ? places[number] : -1);
        }

        Generation++;
    }

    /// <summary>Takes a holder's extents back from engines; the holder keeps them meanwhile.</summary>
    /// <param name="holder">The holder.</param>
    /// <param name="deadline">When mappers should have let go.</param>
    /// <returns>The entries that changed.</returns>
    public ImmutableArray<PoolExtent> Revoke(HolderKey holder, DateTimeOffset deadline) =>
        Change(holder, extent => extent.State == PoolExtentState.Ready
            ? extent with { State = PoolExtentState.Draining, Deadline = deadline }
            : null);

    /// <summary>Takes a holder's extents back because the holder is gone.</summary>
    /// <param name="holder">The holder.</param>
    /// <param name="deadline">When mappers should have let go.</param>
    /// <returns>The entries that were ready until now: their mappers have not been told yet.</returns>
    public ImmutableArray<PoolExtent> Orphan(HolderKey holder, DateTimeOffset deadline)
    {
        var ready = Ready.Where(extent => extent.Holder == holder).ToImmutableArray();
        Change(holder, extent => extent.State == PoolExtentState.Orphaned
            ? null
            : extent with { State = PoolExtentState.Orphaned, Extent = null, Deadline = extent.Deadline ?? deadline });
        return ready;
    }

    /// <summary>Forgets an entry: every mapper has let go, its place is free.</summary>
    /// <param name="id">The entry.</param>
    public void Remove(string id)
    {
        if (_extents.RemoveAll(extent => extent.Id == id) > 0)
            Generation++;
    }

    private ImmutableArray<PoolExtent> Change(HolderKey holder, Func<PoolExtent, PoolExtent?> change)
    {
        var changed = ImmutableArray.CreateBuilder<PoolExtent>();
        for (var i = 0; i < _extents.Count; i++)
        {
            if (_extents[i].Holder != holder || change(_extents[i]) is not { } next)
                continue;
            _extents[i] = next;
            changed.Add(next);
        }

        if (changed.Count > 0)
            Generation++;
        return changed.ToImmutable();
    }

    private void Insert(HolderKey holder, Extent extent, long stride, long place)
    {
        var id = _extents.Exists(known => known.Id == extent.Plan.Id) ? $"{extent.Plan.Id}~{extent.Identity.Inode}" : extent.Plan.Id;
        var (position, offset) = IsFree(place, extent.Plan.Bytes) ? (_extents.Count(known => known.Offset < place), place) : FindGap(extent.Plan.Bytes, Alignment(extent.Plan, stride));
        _extents.Insert(position, new PoolExtent(
            id, extent.Plan.Id, holder, FreeIndex(), offset, extent.Plan.Bytes, extent.Identity, extent, PoolExtentState.Ready, Deadline: null));
    }

    private int FreeIndex()
    {
        var used = _extents.Select(static extent => extent.Index).ToHashSet();
        var index = 0;
        while (used.Contains(index))
            index++;
        return index;
    }

    /// <summary>Whole rows, and where extents are large whole large pages, so that mappers need few page tables.</summary>
    private static long Alignment(ExtentPlan plan, long stride)
    {
        var page = Math.Max(plan.HugePageBytes, plan.Bytes >= SharedMapping.LargePageBytes && stride > 0 ? SharedMapping.LargePageBytes : Environment.SystemPageSize);
        return stride <= 0 ? page : stride / (long)System.Numerics.BigInteger.GreatestCommonDivisor(stride, page) * page;
    }

    private bool IsFree(long place, long bytes) =>
        place >= 0 && place % Environment.SystemPageSize == 0 && place <= long.MaxValue - bytes
        && _extents.TrueForAll(known => known.Offset + known.Bytes <= place || place + bytes <= known.Offset);

    private (int Position, long Offset) FindGap(long bytes, long alignment)
    {
        var offset = 0L;
        for (var i = 0; i < _extents.Count; i++)
        {
            if (offset + bytes <= _extents[i].Offset)
                return (i, offset);
            var end = _extents[i].Offset + _extents[i].Bytes;
            offset = (end + alignment - 1) / alignment * alignment;
        }

        return (_extents.Count, offset);
    }
}
