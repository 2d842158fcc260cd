using KvFleet.Store.Memory;

namespace KvFleet.Store.Eviction;

/// <summary>A queue that runs through nodes; a node is in one queue at most.</summary>
/// <param name="nodes">The nodes.</param>
/// <param name="number">Its number, not 0.</param>
internal sealed class NodeQueue(NativeArray<EvictionNode> nodes, byte number)
{
    private const int None = -1;
    private int _newest = None;

    /// <summary>Entries in it.</summary>
    public int Count { get; private set; }

    /// <summary>Who has been in it longest; -1 when it is empty.</summary>
    public int Oldest { get; private set; } = None;

    public bool Contains(int entry) => nodes[entry].Queue == number;

    /// <summary>Everybody in it; it must not change meanwhile.</summary>
    public IEnumerable<int> FromOldest()
    {
        for (var entry = Oldest; entry != None; entry = nodes[entry].Next)
            yield return entry;
    }

    public void Add(int entry)
    {
        ref var node = ref nodes[entry];
        (node.Previous, node.Next, node.Queue) = (_newest, None, number);
        if (_newest == None)
            Oldest = entry;
        else
            nodes[_newest].Next = entry;
        _newest = entry;
        Count++;
    }

    public void Remove(int entry)
    {
        ref var node = ref nodes[entry];
        if (node.Previous == None)
            Oldest = node.Next;
        else
            nodes[node.Previous].Next = node.Next;
        if (node.Next == None)
            _newest = node.Previous;
        else
            nodes[node.Next].Previous = node.Previous;
        node.Queue = 0;
        Count--;
    }
}
