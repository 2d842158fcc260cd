namespace KvFleet.Api.Nodes;

/// <summary>What the node's agent has to hold.</summary>
public sealed class KVCacheNodeSpec
{
    /// <summary>One entry for each pool that has bytes on the node, or still has bytes to give back.</summary>
    public List<PoolAssignment>? Assignments { get; set; }
}
