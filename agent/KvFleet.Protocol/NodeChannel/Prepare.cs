using KvFleet.Native;

namespace KvFleet.Protocol.NodeChannel;

/// <summary>Map an extent, set its NUMA policy and keep the mapping under its id. Comes with the extent's descriptor. Idempotent.</summary>
/// <param name="Id">Number of the request.</param>
/// <param name="ExtentId">The extent.</param>
/// <param name="VolumeId">The holder's volume; its unpublish drops the mapping.</param>
/// <param name="Bytes">Size of the extent.</param>
/// <param name="HugePageBytes">Huge page size, 0 for ordinary pages.</param>
/// <param name="NumaPolicy">How its pages are placed.</param>
/// <param name="NumaNodes">Over which NUMA nodes; empty for policy None.</param>
public sealed record Prepare(long Id, string ExtentId, string VolumeId, long Bytes, long HugePageBytes, NumaMode NumaPolicy, IReadOnlyList<int> NumaNodes) : NodeRequest(Id)
{
    internal override int DescriptorCount => 1;

    internal override string? FindFault() =>
        Checks.Id(ExtentId) ?? Checks.Name("volumeId", VolumeId) ?? Checks.Extent(ExtentId, Bytes, HugePageBytes, null) ?? FindNumaFault();

    private string? FindNumaFault()
    {
        if (NumaNodes.Count > ProtocolLimits.MaxListEntries || NumaNodes.Any(static node => node is < 0 or > Native.NumaPolicy.MaxNode))
            return "numaNodes holds a number that is no NUMA node";
        return (NumaPolicy == NumaMode.None) == (NumaNodes.Count == 0) ? null : $"numaPolicy {NumaPolicy} does not fit {NumaNodes.Count} numaNodes";
    }
}
