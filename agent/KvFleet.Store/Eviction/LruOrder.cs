using KvFleet.Store.Memory;

namespace KvFleet.Store.Eviction;

/// <summary>Least recently used first.</summary>
internal sealed class LruOrder(NativeArray<EvictionNode> nodes) : IEvictionOrder
{
    private readonly NodeQueue _queue = new(nodes, 1);

    public int Count => _queue.Count;

    public void Add(int entry) => _queue.Add(entry);

    public void Touch(int entry)
    {
        _queue.Remove(entry);
        _queue.Add(entry);
    }

    public void Remove(int entry) => _queue.Remove(entry);

    public int Next() => _queue.Oldest;

    public IEnumerable<int> Coldest() => _queue.FromOldest();

    public void Evicted(int entry) => _queue.Remove(entry);

    public void Dispose()
    {
        // The nodes are the store's.
    }
}
