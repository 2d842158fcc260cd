using KvFleet.Api.Reports;
using KvFleet.Native;

namespace KvFleet.Agent.Probing;

/// <summary>Copies memory with one thread, as a store does that puts a block away: larger than caches, for a fraction of a second.</summary>
internal static class MemoryProbe
{
    private const int Bytes = 32 << 20;
    private const int Passes = 7;

    /// <summary>Measures.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    public static BandwidthReport? Measure(TimeProvider time, CancellationToken cancellationToken)
    {
        using var file = MemoryFile.Create("kvfleet-probe", 2L * Bytes);
        using var mapping = SharedMapping.Map(file, 0, 2L * Bytes);
        var samples = new RateSamples();
        for (var pass = 0; pass <= Passes; pass++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = time.GetTimestamp();
            mapping.GetSpan(0, Bytes).CopyTo(mapping.GetSpan(Bytes, Bytes));
            // The first pass makes the pages.
            if (pass > 0)
                samples.Add(Bytes, time.GetElapsedTime(started));
        }

        return samples.Summarize(StorageTier.HostMemory, TransferDirection.Copy, time.GetUtcNow());
    }
}
