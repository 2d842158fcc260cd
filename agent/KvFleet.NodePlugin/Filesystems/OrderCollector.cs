using KvFleet.Protocol.NodeChannel;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>Puts a list together that comes in several messages. Used by one thread at a time.</summary>
internal sealed class OrderCollector
{
    private readonly List<WantedFilesystem> _filesystems = [];
    private readonly List<WantedPool> _pools = [];
    private bool _begun;

    /// <summary>Takes a part in.</summary>
    /// <param name="part">The part.</param>
    /// <returns>The whole list once it is complete; null before.</returns>
    public SharedOrders? Add(WantShared part)
    {
        if (part.First)
        {
            _filesystems.Clear();
            _pools.Clear();
            _begun = true;
        }

        if (!_begun)
            return null;
        _filesystems.AddRange(part.Filesystems);
        _pools.AddRange(part.Pools);
        if (!part.Last)
            return null;
        _begun = false;
        return new SharedOrders(_filesystems, _pools);
    }
}
