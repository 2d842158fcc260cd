namespace KvFleet.Benchmarks.Disks;

/// <summary>The tier and fio in turn, in one directory; medians. <c>KVFLEET_BENCH_DISK</c> names a directory on the disk to measure; else it is that of temporary files.</summary>
internal static class DiskComparison
{
    private const int Runs = 7;
    private const double Gibibyte = 1L << 30;

    /// <summary>Compares.</summary>
    /// <param name="name">The benchmark.</param>
    /// <param name="mode">What fio does.</param>
    /// <param name="measure">What the tier does; the first run of a store that is written to is not counted.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    internal static async Task<BenchmarkResult> RunAsync(string name, string mode, Func<DiskStore, TimeSpan> measure, CancellationToken cancellationToken)
    {
        await Fio.RequireAsync(cancellationToken);
        var parent = Environment.GetEnvironmentVariable("KVFLEET_BENCH_DISK") ?? Path.GetTempPath();
        var folder = Directory.CreateDirectory(Path.Combine(parent, $"kvfleet-disk-{Guid.NewGuid():N}"));
        var peer = folder.CreateSubdirectory("peer");
        var tier = Path.Combine(folder.FullName, "tier");
        try
        {
            using (var store = new DiskStore(tier))
                store.Write();
            await Fio.RunAsync(mode, peer.FullName, DiskStore.Bytes, DiskStore.Row, DiskStore.Depth, cancellationToken);
            List<double> ours = [];
            List<double> theirs = [];
            var amplification = 1.0;
            for (var run = 0; run < Runs; run++)
            {
                using (var store = new DiskStore(tier))
                {
                    ours.Add(DiskStore.Bytes / Gibibyte / measure(store).TotalSeconds);
                    amplification = store.Report.ReadAmplification;
                }

                theirs.Add(await Fio.RunAsync(mode, peer.FullName, DiskStore.Bytes, DiskStore.Row, DiskStore.Depth, cancellationToken) / Gibibyte);
            }

            var details = new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["peerGibibytesPerSecond"] = Median.Of(theirs),
                ["slowest"] = ours.Min(),
                ["fastest"] = ours.Max(),
                ["peerSlowest"] = theirs.Min(),
                ["peerFastest"] = theirs.Max(),
                ["blockBytes"] = DiskStore.Row,
                ["depth"] = DiskStore.Depth,
                ["runs"] = Runs,
                ["readAmplification"] = amplification,
            };
            return new BenchmarkResult(name, Median.Of(ours), "GiB/s", "fio", Median.Of(ours) / Median.Of(theirs), details);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
