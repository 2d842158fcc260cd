namespace KvFleet.Protocol.Volume;

/// <summary>Holder to agent: these extents are closed here; their memory is free once nobody else maps it.</summary>
/// <param name="Ids">The extents.</param>
public sealed record Released(IReadOnlyList<string> Ids) : VolumeMessage
{
    internal override string? FindFault() => Checks.Ids(Ids);
}
