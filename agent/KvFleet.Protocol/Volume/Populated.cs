namespace KvFleet.Protocol.Volume;

/// <summary>Holder to agent: all pages of these extents exist.</summary>
/// <param name="Ids">The extents.</param>
public sealed record Populated(IReadOnlyList<string> Ids) : VolumeMessage
{
    internal override string? FindFault() => Checks.Ids(Ids);
}
