namespace KvFleet.Protocol.Volume;

/// <summary>Holder to agent: made and sealed, with one descriptor each.</summary>
/// <param name="Extents">The extents, in the order they were asked for.</param>
public sealed record Allocated(IReadOnlyList<HeldExtent> Extents) : VolumeMessage
{
    internal override int DescriptorCount => Extents.Count;

    internal override string? FindFault() =>
        Checks.Id(Extents, static extent => extent.Id) ?? Checks.Each(Extents, static extent => extent.FindFault());
}
