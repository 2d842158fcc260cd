using KvFleet.Store.Disk.Segments;

namespace KvFleet.Store.Disk.Transfer;

/// <summary>Takes what is worth it out of memory's cold end and writes it. Of one thread; several may do so at once, as what one has taken is leased.</summary>
internal sealed class Demotion(PoolStore store, TierState state, OpenSegment segments, BatchWriter writer, int batchBytes, Func<int> sightings)
{
    private const int MostAtOnce = 64;

    /// <summary>Writes some values.</summary>
    /// <param name="pace">Waits before each write; false to stop.</param>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="Native.NativeException">What failed.</exception>
    public bool Run(Func<bool> pace)
    {
        var watch = state.Watch();
        var leases = store.TakeForDemotion(MostAtOnce, batchBytes, (uint)sightings() - 1);
        try
        {
            foreach (var batch in BatchPlan.Cut(leases.Select(static lease => new LeasedSource(lease)), batchBytes))
            {
                if (!pace())
                    return false;
                Write(batch, watch);
            }

            return leases.Length > 0;
        }
        finally
        {
            state.Unwatch(watch);
            foreach (var lease in leases)
                lease.Dispose();
        }
    }

    private void Write(IReadOnlyList<RecordSource> batch, ForgetWatch watch)
    {
        if (segments.Place(batch, watch) is { } plan)
        {
            writer.Write(plan);
            // What was forgotten meanwhile may be an older value of its key: this one is offered again.
            foreach (var source in state.FoundOf(plan).Cast<LeasedSource>())
                store.MarkBacked(source.Lease);
        }
        else if (batch.Count == 1)
        {
            // Larger than a segment: marked, so that it is not offered again and again.
            store.MarkBacked(((LeasedSource)batch[0]).Lease);
        }
    }
}
