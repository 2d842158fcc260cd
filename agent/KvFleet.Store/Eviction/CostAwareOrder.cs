using KvFleet.Store.Memory;

namespace KvFleet.Store.Eviction;

/// <summary>
/// Greedy-Dual-Size-Frequency (Cherkasova 1998): the priority of an entry is the seconds of computing that it saves per byte, times how often it was used,
/// on top of a floor that rises to the priority of whoever left last. So what is not used ages without being touched.
/// </summary>
internal sealed class CostAwareOrder(NativeArray<EvictionNode> nodes) : IEvictionOrder
{
    private const byte MaxUses = 64;
    private readonly NodeHeap _heap = new(nodes);
    private double _floor;

    public int Count => _heap.Count;

    public void Add(int entry)
    {
        nodes[entry].Uses = Math.Clamp(nodes[entry].Uses, (byte)1, MaxUses);
        nodes[entry].Priority = Worth(entry);
        _heap.Add(entry);
    }

    public void Touch(int entry)
    {
        ref var node = ref nodes[entry];
        node.Uses = (byte)Math.Min(MaxUses, node.Uses + 1);
        node.Priority = Worth(entry);
        _heap.Move(entry);
    }

    public void Remove(int entry) => _heap.Remove(entry);

    public int Next() => _heap.Count == 0 ? -1 : _heap.First;

    public IEnumerable<int> Coldest() => _heap.FromSmallest();

    public void Evicted(int entry)
    {
        _floor = Math.Max(_floor, nodes[entry].Priority);
        _heap.Remove(entry);
    }

    public void Dispose() => _heap.Dispose();

    private double Worth(int entry)
    {
        ref var node = ref nodes[entry];
        return _floor + (node.Uses * (double)node.Seconds / Math.Max(1, node.Bytes));
    }
}
