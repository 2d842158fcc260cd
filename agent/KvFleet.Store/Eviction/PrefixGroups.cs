using System.Numerics;
using KvFleet.Store.Memory;

namespace KvFleet.Store.Eviction;

/// <summary>
/// Which entries belong to one prefix, in the order of their places in it. A block is of no use without those before it, so a group leaves from its tail.
/// </summary>
internal sealed class PrefixGroups : IDisposable
{
    private const int None = -1;
    private const int MaxProbes = 32;
    private readonly NativeArray<EvictionNode> _nodes;

    // Last member plus 1 of a group, by hash; 0 where there is none.
    private readonly NativeArray<int> _tails;

    public PrefixGroups(NativeArray<EvictionNode> nodes)
    {
        _nodes = nodes;
        _tails = new NativeArray<int>((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, nodes.Length * 2L)));
    }

    /// <summary>Takes an entry in. One whose group finds no place is in no group.</summary>
    public void Add(int entry)
    {
        ref var node = ref _nodes[entry];
        (node.GroupNext, node.GroupPrevious) = (None, None);
        if (node.Group == 0)
            return;
        var at = Find(node.Group, forNew: true);
        if (at < 0)
        {
            node.Group = 0;
            return;
        }

        var before = _tails[at] - 1;
        var after = None;
        while (before != None && _nodes[before].Position > node.Position)
            (after, before) = (before, _nodes[before].GroupPrevious);
        (node.GroupPrevious, node.GroupNext) = (before, after);
        if (before != None)
            _nodes[before].GroupNext = entry;
        if (after != None)
            _nodes[after].GroupPrevious = entry;
        else
            _tails[at] = entry + 1;
    }

    /// <summary>Takes an entry out.</summary>
    public void Remove(int entry)
    {
        ref var node = ref _nodes[entry];
        if (node.Group == 0)
            return;
        if (node.GroupPrevious != None)
            _nodes[node.GroupPrevious].GroupNext = node.GroupNext;
        if (node.GroupNext != None)
            _nodes[node.GroupNext].GroupPrevious = node.GroupPrevious;
        else
            Shorten(node.Group, node.GroupPrevious);
        node.Group = 0;
    }

    /// <summary>The member of an entry's group that leaves first: the last in the prefix that may leave.</summary>
    /// <param name="entry">Who was chosen to leave.</param>
    /// <param name="limit">Members to look at.</param>
    public int LastEvictable(int entry, int limit)
    {
        if (_nodes[entry].Group == 0)
            return entry;
        var at = Find(_nodes[entry].Group, forNew: false);
        for (var member = at < 0 ? None : _tails[at] - 1; member != None && limit-- > 0; member = _nodes[member].GroupPrevious)
        {
            if (_nodes[member] is { Stage: EntryStage.Evictable, Leases: 0 })
                return member;
        }

        return entry;
    }

    public void Dispose() => _tails.Dispose();

    private void Shorten(ulong group, int tail)
    {
        var at = Find(group, forNew: false);
        if (at < 0)
            return;
        _tails[at] = tail + 1;
        if (tail != None)
            return;
        // What lies behind an empty place would not be found any more: it moves up.
        var mask = _tails.Length - 1;
        var hole = at;
        for (var next = (at + 1) & mask; _tails[next] != 0; next = (next + 1) & mask)
        {
            var home = Home(_nodes[_tails[next] - 1].Group);
            if (((next - home) & mask) < ((next - hole) & mask))
                continue;
            (_tails[hole], _tails[next]) = (_tails[next], 0);
            hole = next;
        }
    }

    private int Find(ulong group, bool forNew)
    {
        var mask = _tails.Length - 1;
        var at = Home(group);
        for (var probe = 0; probe < MaxProbes; probe++, at = (at + 1) & mask)
        {
            if (_tails[at] == 0)
                return forNew ? at : -1;
            if (_nodes[_tails[at] - 1].Group == group)
                return at;
        }

        return -1;
    }

    private int Home(ulong group) => (int)((group * 0x9E3779B97F4A7C15) >> 32) & (_tails.Length - 1);
}
