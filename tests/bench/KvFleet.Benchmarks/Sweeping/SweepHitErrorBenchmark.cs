using KvFleet.Store.Tests.Eviction;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>
/// The Mooncake conversation trace replayed through files at three capacities: a block that is not there is written, one that is there gets its access time, and the sweeper of a pool keeps its quota of inodes. The share of
/// blocks found is compared with an LRU list of the same capacity. Beside it, what deletion in the order of the directories' names would have found, as the existing evictor does it.
/// </summary>
internal sealed class SweepHitErrorBenchmark : IBenchmark
{
    private const double GoalError = 0.01;
    private static readonly int[] Capacities = [1000, 5000, 20_000];

    /// <inheritdoc/>
    public string Name => "sweep.hit_error";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        double worst = 0;
        var details = new Dictionary<string, double>(StringComparer.Ordinal);
        var touches = Trace.Conversation.Sum(request => (long)request.Length);
        foreach (var capacity in Capacities)
        {
            await using var disk = await SweepDisk.MountAsync(1L << 30, 100_000, cancellationToken);
            var exact = ListHits(capacity) / (double)touches;
            using var swept = new SweptFiles(Path.Combine(disk.Root, "swept"), capacity);
            var found = Replay(swept, cancellationToken) / (double)touches;
            using var crawled = new CrawledFiles(Path.Combine(disk.Root, "crawled"), capacity);
            var crawl = Replay(crawled, cancellationToken) / (double)touches;
            details[$"{capacity}.lru"] = exact;
            details[$"{capacity}.sweeper"] = found;
            details[$"{capacity}.crawlOrder"] = crawl;
            worst = Math.Max(worst, Math.Abs(exact - found));
        }

        details["crawlOrderError"] = Capacities.Max(capacity => Math.Abs(details[$"{capacity}.lru"] - details[$"{capacity}.crawlOrder"]));
        return new BenchmarkResult(Name, worst, "hit-ratio", "lru-list", worst / GoalError, details);
    }

    private static long Replay(TraceFiles files, CancellationToken cancellationToken)
    {
        long hits = 0;
        foreach (var request in Trace.Conversation)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var block in request)
            {
                if (files.Touch(block))
                    hits++;
            }
        }

        return hits;
    }

    private static long ListHits(int capacity)
    {
        var order = new LinkedList<int>();
        var nodes = new Dictionary<int, LinkedListNode<int>>();
        long hits = 0;
        foreach (var block in Trace.Conversation.SelectMany(request => request))
        {
            if (nodes.TryGetValue(block, out var node))
            {
                hits++;
                order.Remove(node);
                order.AddFirst(node);
                continue;
            }

            nodes[block] = order.AddFirst(block);
            if (nodes.Count > capacity)
            {
                nodes.Remove(order.Last!.Value);
                order.RemoveLast();
            }
        }

        return hits;
    }
}
