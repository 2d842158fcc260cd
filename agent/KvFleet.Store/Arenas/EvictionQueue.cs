using KvFleet.Store.Eviction;
using KvFleet.Store.Memory;

namespace KvFleet.Store.Arenas;

/// <summary>
/// Who leaves next: first what nobody will use again, then by the policy, a group from its tail, and last what somebody expects to use, the latest use first.
/// </summary>
internal sealed class EvictionQueue : IDisposable
{
    private const int MaxGroupWalk = 256;

    // A leased candidate goes to the end of its queue; after this many the caller is told that nobody can leave.
    private const int MaxSkipped = 512;
    private const byte NeverQueue = 7;
    private readonly NativeArray<EvictionNode> _nodes;
    private IEvictionOrder _order;
    private readonly NodeHeap _hinted;
    private readonly NodeQueue _never;
    private readonly PrefixGroups _groups;

    public EvictionQueue(NativeArray<EvictionNode> nodes, EvictionPolicy policy)
    {
        _nodes = nodes;
        _order = EvictionOrders.Create(policy, nodes);
        _hinted = new NodeHeap(nodes);
        _never = new NodeQueue(nodes, NeverQueue);
        _groups = new PrefixGroups(nodes);
    }

    /// <summary>Entries with a hint of their next use.</summary>
    public int Hinted => _hinted.Count;

    /// <summary>Goes by another policy from now on. Who would have left first still does, as far as the new policy keeps an order of arrival; what was remembered of those that left is forgotten.</summary>
    public void Use(EvictionPolicy policy)
    {
        var entries = _order.Coldest().ToList();
        if (_order is CostAwareOrder)
            entries.Sort((left, right) => _nodes[left].Priority.CompareTo(_nodes[right].Priority));
        entries.ForEach(_order.Remove);
        _order.Dispose();
        _order = EvictionOrders.Create(policy, _nodes);
        entries.ForEach(_order.Add);
    }

    /// <summary>Takes a new entry in.</summary>
    public void Add(int entry)
    {
        _nodes[entry].Stage = EntryStage.Evictable;
        _groups.Add(entry);
        _order.Add(entry);
    }

    /// <summary>An entry was used: what was said about its next use has come true.</summary>
    public void Touch(int entry)
    {
        if (_nodes[entry].Stage == EntryStage.Hinted)
            Unhint(entry);
        else if (_nodes[entry].Stage == EntryStage.Evictable)
            _order.Touch(entry);
    }

    /// <summary>Notes when an entry is used next.</summary>
    public void Hint(int entry, long nextUse)
    {
        Leave(entry);
        ref var node = ref _nodes[entry];
        node.NextUse = nextUse;
        node.Stage = EntryStage.Hinted;
        if (nextUse == long.MaxValue)
        {
            _never.Add(entry);
            return;
        }

        node.Priority = -nextUse;
        _hinted.Add(entry);
    }

    /// <summary>Forgets when an entry is used next.</summary>
    public void Unhint(int entry)
    {
        Leave(entry);
        _nodes[entry].Stage = EntryStage.Evictable;
        _order.Add(entry);
    }

    /// <summary>Keeps an entry.</summary>
    public void Pin(int entry)
    {
        Leave(entry);
        _nodes[entry].Stage = EntryStage.Pinned;
    }

    /// <summary>Lets go of a pinned entry.</summary>
    public void Unpin(int entry)
    {
        _nodes[entry].Stage = EntryStage.Evictable;
        _order.Add(entry);
    }

    /// <summary>Takes an entry out for good.</summary>
    public void Remove(int entry)
    {
        Leave(entry);
        _groups.Remove(entry);
    }

    /// <summary>Chooses who leaves; it stays in until it is removed.</summary>
    /// <param name="byPolicy">Whether the policy chose it, and so may remember it.</param>
    /// <returns>-1 when nobody can.</returns>
    public int Choose(out bool byPolicy)
    {
        byPolicy = false;
        for (var skipped = 0; skipped < MaxSkipped; skipped++)
        {
            var entry = _never.Count > 0 ? _never.Oldest : _order.Next();
            if (entry < 0)
                break;
            if (_nodes[entry].Leases > 0)
            {
                Leave(entry);
                _nodes[entry].Stage = EntryStage.Evictable;
                _order.Add(entry);
                continue;
            }

            if (_nodes[entry].Stage == EntryStage.Hinted)
                return entry;
            var tail = _groups.LastEvictable(entry, MaxGroupWalk);
            byPolicy = true;
            return tail;
        }

        return _hinted.Count > 0 && _nodes[_hinted.First].Leases == 0 ? _hinted.First : -1;
    }

    /// <summary>Takes out an entry that <see cref="Choose"/> gave.</summary>
    public void Evict(int entry, bool byPolicy)
    {
        if (!byPolicy)
            Leave(entry);
        else
            _order.Evicted(entry);
        _groups.Remove(entry);
    }

    /// <summary>Who would leave first by the policy, in about that order.</summary>
    /// <param name="most">Most of them.</param>
    public IEnumerable<int> Coldest(int most) => _order.Coldest().Take(most);

    public void Dispose()
    {
        _order.Dispose();
        _hinted.Dispose();
        _groups.Dispose();
    }

    private void Leave(int entry)
    {
        ref var node = ref _nodes[entry];
        if (node.Stage == EntryStage.Evictable)
            _order.Remove(entry);
        else if (node.Stage == EntryStage.Hinted && node.Queue == NeverQueue)
            _never.Remove(entry);
        else if (node.Stage == EntryStage.Hinted)
            _hinted.Remove(entry);
    }
}
