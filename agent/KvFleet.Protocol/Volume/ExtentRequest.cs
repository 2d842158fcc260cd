namespace KvFleet.Protocol.Volume;

/// <summary>One extent that a holder shall allocate.</summary>
/// <param name="Id">Its id, unique among all extents the node ever had (<c>holder pod uid</c>-<c>number</c>).</param>
/// <param name="Bytes">Its size, at most <see cref="ProtocolLimits.MaxExtentBytes"/>, a multiple of the page size.</param>
/// <param name="HugePageBytes">Huge page size, 0 for ordinary pages.</param>
/// <param name="NumaNode">The NUMA node it will be bound to, for the holder to repeat; null for no particular one.</param>
public sealed record ExtentRequest(string Id, long Bytes, long HugePageBytes, int? NumaNode = null)
{
    internal string? FindFault() => Checks.Extent(Id, Bytes, HugePageBytes, NumaNode);
}
