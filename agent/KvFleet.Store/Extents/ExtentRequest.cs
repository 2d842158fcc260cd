namespace KvFleet.Store.Extents;

/// <summary>What one holder shall hold, before it is cut into extents.</summary>
/// <param name="HolderUid">Pod uid of the holder (any stable unique text for one without a pod); becomes part of the extent ids.</param>
/// <param name="Bytes">Bytes over all extents; a multiple of the page size used.</param>
/// <param name="HugePageBytes">Huge page size in bytes; 0 means base pages.</param>
/// <param name="Placement">How to lay the pages over <paramref name="Nodes"/>.</param>
/// <param name="Nodes">The NUMA nodes of the machine; those without memory are skipped.</param>
/// <param name="BasePageBytes">The machine's base page size in bytes.</param>
public sealed record ExtentRequest(
    string HolderUid,
    long Bytes,
    long HugePageBytes,
    ExtentPlacement Placement,
    IReadOnlyList<NumaNode> Nodes,
    long BasePageBytes = 4096)
{
    /// <summary>Bytes of <see cref="Bytes"/> that are an index, a multiple of the page size used; 0 for none.</summary>
    public long IndexBytes { get; init; }
}
