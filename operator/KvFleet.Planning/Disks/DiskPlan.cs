namespace KvFleet.Planning.Disks;

/// <summary>What every pool is to have on every node's disk.</summary>
/// <param name="bytes">Bytes by pool uid and node; zeros are left out.</param>
public sealed class DiskPlan(IReadOnlyDictionary<(string PoolUid, string Node), long> bytes)
{
    /// <summary>Nothing for anybody.</summary>
    public static DiskPlan None { get; } = new(new Dictionary<(string, string), long>());

    /// <summary>The bytes of one pool on one node.</summary>
    /// <param name="poolUid">The pool.</param>
    /// <param name="node">The node's name.</param>
    public long BytesFor(string poolUid, string node) => bytes.GetValueOrDefault((poolUid, node));

    /// <summary>The bytes of one pool over all nodes.</summary>
    /// <param name="poolUid">The pool.</param>
    public long BytesFor(string poolUid) => bytes.Where(entry => entry.Key.PoolUid == poolUid).Sum(static entry => entry.Value);

    /// <summary>The bytes of all pools on one node.</summary>
    /// <param name="node">The node's name.</param>
    public long BytesOn(string node) => bytes.Where(entry => entry.Key.Node == node).Sum(static entry => entry.Value);
}
