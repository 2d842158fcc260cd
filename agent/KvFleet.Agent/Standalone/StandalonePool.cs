using KvFleet.Store.Extents;

namespace KvFleet.Agent.Standalone;

/// <summary>One pool of a machine without Kubernetes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RowStrideBytes">Bytes from one row to the next, given or from the model.</param>
/// <param name="Bytes">Bytes it holds.</param>
/// <param name="HugePageBytes">Huge page size in bytes; 0 for base pages.</param>
/// <param name="Placement">How its memory lies on the NUMA nodes.</param>
/// <param name="SocketPath">Where engines connect.</param>
/// <param name="Resp">Where clients of the Redis protocol connect.</param>
/// <param name="Disk">Its local disk; null for none.</param>
internal sealed record StandalonePool(string Name, long RowStrideBytes, long Bytes, long HugePageBytes, ExtentPlacement Placement, string SocketPath, StandaloneResp Resp, StandaloneDisk? Disk = null);
