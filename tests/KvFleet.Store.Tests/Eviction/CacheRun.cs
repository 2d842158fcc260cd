using KvFleet.Store.Arenas;
using KvFleet.Store.Eviction;
using KvFleet.Store.Memory;

namespace KvFleet.Store.Tests.Eviction;

/// <summary>What a cache of some blocks makes of a trace. A block is a hit when it and all before it are there: engines can use nothing else.</summary>
/// <param name="HitRatio">Hits over blocks.</param>
/// <param name="SecondsRatio">Seconds of computing saved over seconds of all blocks.</param>
internal sealed record CacheRun(double HitRatio, double SecondsRatio)
{
    private const long BlockBytes = 1 << 20;

    /// <summary>Runs the product's own eviction queue.</summary>
    public static CacheRun Of(EvictionPolicy policy, int[][] trace, int capacity)
    {
        using var nodes = new NativeArray<EvictionNode>(capacity + 1);
        using var queue = new EvictionQueue(nodes, policy);
        var entryOf = new Dictionary<int, int>();
        var blockOf = new int[capacity + 1];
        var free = new Stack<int>(Enumerable.Range(0, capacity));
        var score = new Score();
        for (var request = 0; request < trace.Length; request++)
        {
            var blocks = trace[request];
            score.Count(blocks, entryOf.ContainsKey);
            // As an agent does: what is there is leased while the request lasts, the last block first, and missing blocks come after.
            var held = new List<int>();
            for (var i = blocks.Length - 1; i >= 0; i--)
            {
                if (!entryOf.TryGetValue(blocks[i], out var entry))
                    continue;
                queue.Touch(entry);
                nodes[entry].Leases++;
                held.Add(entry);
            }

            for (var i = 0; i < blocks.Length; i++)
            {
                if (entryOf.ContainsKey(blocks[i]))
                    continue;
                if (!free.TryPop(out var entry))
                {
                    entry = queue.Choose(out var byPolicy);
                    if (entry < 0)
                        continue;
                    queue.Evict(entry, byPolicy);
                    entryOf.Remove(blockOf[entry]);
                }

                nodes[entry] = new EvictionNode
                {
                    Bytes = BlockBytes,
                    Position = (uint)i,
                    Group = (ulong)request + 1,
                    Tag = (ulong)blocks[i] * 0x9E3779B97F4A7C15,
                    Seconds = RecomputeEstimate.Seconds(new StoreEntryHints(Position: (uint)i)),
                };
                blockOf[entry] = blocks[i];
                entryOf[blocks[i]] = entry;
                queue.Add(entry);
            }

            held.ForEach(entry => nodes[entry].Leases--);
        }

        return score.Result;
    }

    /// <summary>Knows the future: whoever is used latest leaves, or does not even come.</summary>
    public static CacheRun Belady(int[][] trace, int capacity)
    {
        var next = NextUses(trace);
        var inside = new Dictionary<int, int>();
        var byNextUse = new SortedSet<(int Next, int Block)>();
        var score = new Score();
        for (var request = 0; request < trace.Length; request++)
        {
            score.Count(trace[request], inside.ContainsKey);
            for (var i = 0; i < trace[request].Length; i++)
            {
                var (block, use) = (trace[request][i], next[request][i]);
                if (inside.Remove(block, out var old))
                    byNextUse.Remove((old, block));
                if (use == int.MaxValue)
                    continue;
                inside[block] = use;
                byNextUse.Add((use, block));
                if (inside.Count <= capacity)
                    continue;
                var latest = byNextUse.Max;
                byNextUse.Remove(latest);
                inside.Remove(latest.Block);
            }
        }

        return score.Result;
    }

    private static int[][] NextUses(int[][] trace)
    {
        var seen = new Dictionary<int, int>();
        var next = new int[trace.Length][];
        for (var request = trace.Length - 1; request >= 0; request--)
        {
            next[request] = [.. trace[request].Select(block => seen.GetValueOrDefault(block, int.MaxValue))];
            foreach (var block in trace[request])
                seen[block] = request;
        }

        return next;
    }

    private sealed class Score
    {
        private long _blocks;
        private long _hits;
        private double _seconds;
        private double _saved;

        public CacheRun Result => new((double)_hits / _blocks, _saved / _seconds);

        public void Count(int[] blocks, Func<int, bool> isThere)
        {
            var whole = true;
            for (var i = 0; i < blocks.Length; i++)
            {
                var seconds = RecomputeEstimate.Seconds(new StoreEntryHints(Position: (uint)i));
                whole &= isThere(blocks[i]);
                _blocks++;
                _seconds += seconds;
                _hits += whole ? 1 : 0;
                _saved += whole ? seconds : 0;
            }
        }
    }
}
