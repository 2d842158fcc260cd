using System.Numerics;
using KvFleet.Store.Memory;

namespace KvFleet.Store.Eviction;

/// <summary>
/// S3-FIFO (Yang et al., SOSP 2023): a small queue filters what is used once, a main queue keeps what is used again, and tags of what the small queue let go
/// are remembered: what comes back goes to the main queue at once.
/// </summary>
internal sealed class S3FifoOrder : IEvictionOrder
{
    private const int SmallShare = 10;
    private const byte MaxUses = 3;
    private readonly NativeArray<EvictionNode> _nodes;
    private readonly NodeQueue _small;
    private readonly NodeQueue _main;

    // Where two tags meet, the older is forgotten: remembering is a help, no promise.
    private readonly NativeArray<ulong> _ghosts;

    public S3FifoOrder(NativeArray<EvictionNode> nodes)
    {
        _nodes = nodes;
        _small = new NodeQueue(nodes, 1);
        _main = new NodeQueue(nodes, 2);
        _ghosts = new NativeArray<ulong>((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, nodes.Length)));
    }

    public int Count => _small.Count + _main.Count;

    public void Add(int entry)
    {
        // What was moved here, or read back after a restart, brings its uses along.
        ref var node = ref _nodes[entry];
        node.Uses = Math.Min(MaxUses, node.Uses);
        ref var ghost = ref Ghost(node.Tag);
        if (ghost != node.Tag)
        {
            _small.Add(entry);
            return;
        }

        ghost = 0;
        _main.Add(entry);
    }

    public void Touch(int entry) => _nodes[entry].Uses = (byte)Math.Min(MaxUses, _nodes[entry].Uses + 1);

    public void Remove(int entry) => QueueOf(entry).Remove(entry);

    public int Next()
    {
        while (Count > 0)
        {
            var fromSmall = _small.Count > 0 && (_main.Count == 0 || _small.Count * SmallShare >= Count);
            var queue = fromSmall ? _small : _main;
            var entry = queue.Oldest;
            ref var node = ref _nodes[entry];
            if (fromSmall ? node.Uses <= 1 : node.Uses == 0)
                return entry;
            queue.Remove(entry);
            node.Uses = fromSmall ? (byte)0 : (byte)(node.Uses - 1);
            _main.Add(entry);
        }

        return -1;
    }

    public IEnumerable<int> Coldest() => _main.FromOldest().Concat(_small.FromOldest());

    public void Evicted(int entry)
    {
        var queue = QueueOf(entry);
        if (queue == _small)
            Ghost(_nodes[entry].Tag) = _nodes[entry].Tag;
        queue.Remove(entry);
    }

    public void Dispose() => _ghosts.Dispose();

    private NodeQueue QueueOf(int entry) => _small.Contains(entry) ? _small : _main;

    private ref ulong Ghost(ulong tag) => ref _ghosts[(int)((tag >> 16) & (uint)(_ghosts.Length - 1))];
}
