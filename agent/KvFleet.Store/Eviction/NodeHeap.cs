using KvFleet.Store.Memory;

namespace KvFleet.Store.Eviction;

/// <summary>A heap of nodes, smallest priority first. A node is in one heap at most.</summary>
/// <param name="nodes">The nodes.</param>
internal sealed class NodeHeap(NativeArray<EvictionNode> nodes) : IDisposable
{
    private readonly NativeArray<int> _heap = new(nodes.Length);

    /// <summary>Entries in it.</summary>
    public int Count { get; private set; }

    /// <summary>The smallest; only when there is one.</summary>
    public int First => _heap[0];

    /// <summary>Everybody in it, level by level: the smallest first, then about in order.</summary>
    public IEnumerable<int> FromSmallest()
    {
        for (var at = 0; at < Count; at++)
            yield return _heap[at];
    }

    public void Add(int entry)
    {
        nodes[entry].HeapIndex = Count;
        _heap[Count++] = entry;
        Up(Count - 1);
    }

    public void Remove(int entry)
    {
        var at = nodes[entry].HeapIndex;
        Count--;
        if (at == Count)
            return;
        Put(at, _heap[Count]);
        Up(at);
        Down(at);
    }

    /// <summary>After a change of its priority.</summary>
    public void Move(int entry)
    {
        Up(nodes[entry].HeapIndex);
        Down(nodes[entry].HeapIndex);
    }

    public void Dispose() => _heap.Dispose();

    private void Up(int at)
    {
        var entry = _heap[at];
        while (at > 0 && nodes[entry].Priority < nodes[_heap[(at - 1) / 2]].Priority)
        {
            Put(at, _heap[(at - 1) / 2]);
            at = (at - 1) / 2;
        }

        Put(at, entry);
    }

    private void Down(int at)
    {
        var entry = _heap[at];
        while (true)
        {
            var child = (at * 2) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && nodes[_heap[child + 1]].Priority < nodes[_heap[child]].Priority)
                child++;
            if (nodes[_heap[child]].Priority >= nodes[entry].Priority)
                break;
            Put(at, _heap[child]);
            at = child;
        }

        Put(at, entry);
    }

    private void Put(int at, int entry)
    {
        _heap[at] = entry;
        nodes[entry].HeapIndex = at;
    }
}
