namespace KvFleet.Protocol.Volume;

/// <summary>One extent that a holder has.</summary>
/// <param name="Id">Its id, given by the agent that asked for it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="HugePageBytes">Its huge page size, 0 for ordinary pages.</param>
/// <param name="NumaNode">The NUMA node it was asked for, null for no particular one.</param>
/// <param name="PopulatedBytes">How many of its bytes the holder has populated.</param>
public sealed record HeldExtent(string Id, long Bytes, long HugePageBytes, int? NumaNode = null, long PopulatedBytes = 0)
{
    internal string? FindFault() =>
        Checks.Extent(Id, Bytes, HugePageBytes, NumaNode) ?? Checks.NotNegative("populatedBytes", PopulatedBytes);
}
