namespace KvFleet.Protocol.Volume;

/// <summary>Engine to agent: these extents are unmapped and their descriptors closed.</summary>
/// <param name="Ids">The extents.</param>
public sealed record Unmapped(IReadOnlyList<string> Ids) : VolumeMessage
{
    internal override string? FindFault() => Checks.Ids(Ids);
}
