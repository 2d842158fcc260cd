namespace KvFleet.Benchmarks.Reuse;

/// <summary>The exact stack distance of every use (Olken): a Fenwick tree over all uses. Memory grows with the trace, which a sampler's must not.</summary>
internal sealed class ExactStack(int uses)
{
    private readonly int[] _tree = new int[uses + 1];
    private readonly Dictionary<ulong, int> _last = [];
    private int _next;

    /// <summary>Distances of a prompt's blocks, from 1; <see cref="int.MaxValue"/> for first uses. All are looked up before all are used, tail before root.</summary>
    internal int[] Observe(ReadOnlySpan<ulong> keys)
    {
        var distances = new int[keys.Length];
        for (var index = 0; index < keys.Length; index++)
        {
            distances[index] = _last.TryGetValue(keys[index], out var slot) ? 1 + _last.Count - UpTo(slot) : int.MaxValue;
        }

        for (var index = keys.Length - 1; index >= 0; index--)
        {
            if (_last.TryGetValue(keys[index], out var slot))
            {
                Add(slot, -1);
            }

            _last[keys[index]] = _next;
            Add(_next++, 1);
        }

        return distances;
    }

    private void Add(int slot, int change)
    {
        for (var node = slot + 1; node < _tree.Length; node += node & -node)
        {
            _tree[node] += change;
        }
    }

    private int UpTo(int slot)
    {
        var count = 0;
        for (var node = slot + 1; node > 0; node -= node & -node)
        {
            count += _tree[node];
        }

        return count;
    }
}
