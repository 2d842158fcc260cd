using KvFleet.Store.Disk.Catalog;
using KvFleet.Store.Disk.Transfer;

namespace KvFleet.Store.Disk.Segments;

/// <summary>
/// Keeps pinned values in memory while their segment goes and the next is not begun yet: on a full filesystem there is no spare file to write them to first. Of one thread
/// at a time; every member may wait for the device.
/// </summary>
internal sealed class PinCarrier(TierState state, RecordReader reader, BatchWriter writer, int batchBytes)
{
    /// <summary>Most bytes of memory that it takes; what is pinned beyond that in one segment is lost with it.</summary>
    private const long MostBytes = 64L << 20;

    private readonly List<CarriedSource> _carried = [];
    private ForgetWatch? _watch;

    /// <summary>Takes what is pinned out of a segment that is about to go.</summary>
    public void Take(DiskSegment segment)
    {
        // From now on: what is removed or replaced before it is written again must stay away.
        _watch ??= state.Watch();
        long bytes = 0;
        foreach (var (id, key) in Pinned(segment))
        {
            if (bytes + id.Record.Length > MostBytes)
                break;
            var value = reader.Read(id, key, out var failure);
            if (failure is not null)
            {
                state.RecordFailed(id, failure);
                continue;
            }

            bytes += value.Length;
            lock (state.Gate)
                _carried.Add(new CarriedSource(id.Record, key, value.ToArray()));
        }
    }

    /// <summary>Writes what was taken to a new segment.</summary>
    /// <exception cref="Native.NativeException">It could not be written: it is lost then.</exception>
    public void Place(DiskSegment into)
    {
        if (_watch is not { } watch)
            return;
        try
        {
            foreach (var sources in BatchPlan.Cut(_carried, batchBytes))
            {
                if (state.TryPlace(into, sources, watch) is { } plan)
                    writer.Write(plan);
            }
        }
        finally
        {
            state.Unwatch(watch);
            _watch = null;
            _carried.Clear();
        }
    }

    private List<(RecordId Id, byte[] Key)> Pinned(DiskSegment segment)
    {
        lock (state.Gate)
            return [.. state.PinnedIn(segment).Select(id => (id, segment.KeyOf(id.Ordinal).ToArray()))];
    }
}
