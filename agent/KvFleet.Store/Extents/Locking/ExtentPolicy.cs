using KvFleet.Native;

namespace KvFleet.Store.Extents.Locking;

/// <summary>From an extent's plan to the kernel's NUMA policy.</summary>
public static class ExtentPolicy
{
    /// <summary>The policy of an extent.</summary>
    /// <param name="plan">The extent.</param>
    /// <param name="nodes">The NUMA nodes of the machine.</param>
    /// <returns>The policy; none where there is nothing to choose between.</returns>
    public static NumaPolicy Of(ExtentPlan plan, IEnumerable<NumaNode> nodes) => plan switch
    {
        { Placement: ExtentPlacement.Spread, NumaNode: { } node } => NumaPolicy.Create(NumaMode.Bind, [node]),
        { Placement: ExtentPlacement.Interleave } when nodes.Where(static node => node.MemoryBytes > 0).Select(static node => node.Id).ToArray() is { Length: > 0 } ids =>
            NumaPolicy.Create(NumaMode.Interleave, ids),
        _ => NumaPolicy.None,
    };
}
