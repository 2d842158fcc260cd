namespace KvFleet.Protocol.Volume;

/// <summary>Holder to agent after the welcome: what I hold already, with one descriptor each. Longer lists come in several messages, the last says so.</summary>
/// <param name="Extents">The extents; empty for a fresh holder.</param>
/// <param name="IsLast">False when another such message follows.</param>
public sealed record Holding(IReadOnlyList<HeldExtent> Extents, bool IsLast = true) : VolumeMessage
{
    internal override int DescriptorCount => Extents.Count;

    internal override string? FindFault() =>
        Checks.Id(Extents, static extent => extent.Id) ?? Checks.Each(Extents, static extent => extent.FindFault());
}
