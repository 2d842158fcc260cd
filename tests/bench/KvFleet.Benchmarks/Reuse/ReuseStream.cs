using System.Text.Json;

namespace KvFleet.Benchmarks.Reuse;

/// <summary>Prompts as lists of block keys, with the exact curve.</summary>
internal sealed class ReuseStream
{
    /// <summary>Capacities at which curves are compared, in blocks: eight to each doubling from 64 on.</summary>
    private static readonly int[] Grid = [.. Enumerable.Range(0, 8 * 13).Select(step => (int)(64 * Math.Pow(2, step / 8.0)))];

    private readonly int[] _sorted;

    private ReuseStream(IReadOnlyList<ulong[]> prompts, IReadOnlyList<int[]> distances)
    {
        Prompts = prompts;
        Uses = prompts.Sum(prompt => prompt.Length);
        _sorted = [.. distances.SelectMany(list => list).Order()];
        Capacities = Grid;
        Exact = [.. Grid.Select(ExactAt)];
    }

    internal IReadOnlyList<ulong[]> Prompts { get; }

    internal int Uses { get; }

    internal IReadOnlyList<int> Capacities { get; }

    /// <summary>The exact hit ratio at each capacity.</summary>
    internal IReadOnlyList<double> Exact { get; }

    /// <summary>The exact hit ratio of a cache of so many blocks.</summary>
    internal double ExactAt(int blocks) => (double)UpTo(_sorted, blocks) / _sorted.Length;

    /// <summary>The trace as engines see it.</summary>
    internal static ReuseStream Raw(IEnumerable<string> lines) => Of([.. lines.Select(Keys).Where(keys => keys.Length > 0)]);

    /// <summary>What is left of a stream behind a cache of so many blocks.</summary>
    internal ReuseStream Behind(int blocks)
    {
        var stack = new ExactStack(Uses);
        return Of([.. Prompts.Select(prompt => Missing(prompt, stack.Observe(prompt), blocks)).Where(keys => keys.Length > 0)]);
    }

    private static ReuseStream Of(IReadOnlyList<ulong[]> prompts)
    {
        var stack = new ExactStack(prompts.Sum(prompt => prompt.Length));
        return new ReuseStream(prompts, [.. prompts.Select(prompt => stack.Observe(prompt))]);
    }

    private static ulong[] Missing(ulong[] prompt, int[] distances, int blocks) => [.. prompt.Where((_, index) => distances[index] > blocks)];

    private static ulong[] Keys(string line)
    {
        using var document = JsonDocument.Parse(line);
        return [.. document.RootElement.GetProperty("hash_ids").EnumerateArray().Select(id => id.GetUInt64())];
    }

    private static int UpTo(int[] sorted, int value)
    {
        var at = Array.BinarySearch(sorted, value);
        if (at < 0)
        {
            return ~at;
        }

        while (at < sorted.Length && sorted[at] == value)
        {
            at++;
        }

        return at;
    }
}
