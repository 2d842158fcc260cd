using KvFleet.Store.Disk.Catalog;
using KvFleet.Store.Disk.Transfer;

namespace KvFleet.Store.Disk.Segments;

/// <summary>
/// Empties the oldest segment as a whole. What is pinned, and what was loaded since it was written, is written again first, up to half a segment. Of one thread at a
/// time; every member may wait for the device.
/// </summary>
internal sealed class Reclaimer(TierState state, SegmentCloser closer, RecordReader reader, BatchWriter writer, DiskTierOptions options)
{
    private readonly PinCarrier _pins = new(state, reader, writer, options.BatchBytes);

    /// <summary>Writes to a new segment what had to wait for it.</summary>
    /// <exception cref="Native.NativeException">What failed.</exception>
    public void PlaceCarried(DiskSegment into) => _pins.Place(into);

    /// <summary>Empties one segment.</summary>
    /// <param name="into">Where to write again what shall stay; null for nowhere: pinned values then wait in memory for <see cref="PlaceCarried"/>.</param>
    /// <returns>Whether one was emptied.</returns>
    /// <exception cref="Native.NativeException">What failed.</exception>
    public bool TryEmptyOne(DiskSegment? into)
    {
        DiskSegment? victim;
        List<(RecordId Id, byte[] Key)> staying;
        lock (state.Gate)
        {
            // Without a place to write to, the segment goes in which least is pinned.
            if (!state.Catalog.TryChooseVictim(segment => into is null ? state.PinnedIn(segment).Sum(static id => (long)id.Record.Length) : 0, out victim))
                return false;
            staying = into is null ? [] : ChooseStaying(victim);
            victim.Readers++;
        }

        try
        {
            List<RecordId> copied = [];
            if (into is not null)
                Copy(staying, into, copied);
            else
                _pins.Take(victim);
            closer.Retire(victim, () => Adopt(copied));
            return true;
        }
        finally
        {
            closer.EndRead(victim);
        }
    }

    private void Adopt(List<RecordId> copied)
    {
        foreach (var original in copied)
        {
            if (state.Catalog.Adopt(original))
                state.Counters.Readmitted++;
        }
    }

    private List<(RecordId Id, byte[] Key)> ChooseStaying(DiskSegment victim)
    {
        var now = state.Now;
        var room = victim.Header.SegmentBytes / 2;
        List<(RecordId, byte[])> staying = [];
        var candidates = Enumerable.Range(0, victim.Records.Length).Select(ordinal => new RecordId(victim, ordinal)).Where(state.IsFound)
            .Select(id => (Id: id, IsPinned: state.Pins.IsPinned(victim.KeyOf(id.Ordinal), now)))
            .Where(found => found.IsPinned || (options.LoadsToReadmit > 0 && found.Id.Record.Loads >= options.LoadsToReadmit))
            .OrderByDescending(static found => found.IsPinned).ThenByDescending(static found => found.Id.Record.Loads);
        foreach (var (id, isPinned) in candidates)
        {
            if (!isPinned && room < id.Record.Length)
                continue;
            room -= id.Record.Length;
            staying.Add((id, victim.KeyOf(id.Ordinal).ToArray()));
        }

        return staying;
    }

    private void Copy(List<(RecordId Id, byte[] Key)> staying, DiskSegment into, List<RecordId> copied)
    {
        foreach (var sources in BatchPlan.Cut(staying.Select(one => Read(one.Id, one.Key)).OfType<CopySource>(), options.BatchBytes))
        {
            if (state.TryPlace(into, sources, watch: null) is not { } plan)
                continue;
            writer.Write(plan);
            copied.AddRange(sources.Cast<CopySource>().Select(static source => source.Original));
        }
    }

    private CopySource? Read(RecordId id, byte[] key)
    {
        var value = reader.Read(id, key, out var failure);
        if (failure is null)
            return new CopySource(id, key, value.ToArray());
        state.RecordFailed(id, failure);
        return null;
    }
}
