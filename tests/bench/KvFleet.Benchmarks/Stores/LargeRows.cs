using System.Globalization;
using KvFleet.TestClient;

namespace KvFleet.Benchmarks.Stores;

/// <summary>1 GiB of rows of 2 MiB, measured turn by turn with memcpy.</summary>
internal static class LargeRows
{
    private const int Stride = 2 << 20;
    private const int Rows = 512;
    private const int Batch = 16;
    private const long PoolBytes = 1200L << 20;
    private const int Rounds = 9;

    internal static async Task<BenchmarkResult> RunAsync(string name, Func<RowSet, StoreClient, double> measure, CancellationToken cancellationToken)
    {
        await using var server = await StoreServer.StartAsync(PoolBytes, Stride, cancellationToken);
        using var client = server.Connect();
        using var set = new RowSet(Stride, Rows, Batch);
        List<double> ours = [];
        List<double> theirs = [];
        for (var round = 0; round <= Rounds; round++)
        {
            if (name.Contains("get", StringComparison.Ordinal))
                set.Put(client);
            var (seconds, peer) = (measure(set, client), set.Copy());
            set.Get(client);
            // The first round warms up.
            if (round == 0)
                continue;
            ours.Add(set.Bytes / seconds / 1e9);
            theirs.Add(set.Bytes / peer / 1e9);
        }

        var (value, memcpy) = (Median.Of(ours), Median.Of(theirs));
        return new BenchmarkResult(name, value, "GB/s", "memcpy", value / memcpy, new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["memcpy"] = memcpy,
            ["fastest"] = ours.Max(),
            ["memcpy.fastest"] = theirs.Max(),
            ["ratio.fastest"] = ours.Max() / theirs.Max(),
            ["gibibytes"] = set.Bytes / (1L << 30),
            ["rounds"] = Rounds,
            ["private.largePageMegabytes"] = LargePages("AnonHugePages:"),
            ["pool.largePageMegabytes"] = LargePages("ShmemPmdMapped:"),
        });
    }

    /// <summary>What the kernel has put into large pages: both sides should have as much.</summary>
    private static double LargePages(string field)
    {
        var line = File.ReadLines("/proc/self/smaps_rollup").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
