namespace KvFleet.Protocol.Volume;

/// <summary>Holder to agent, now and then while populating.</summary>
/// <param name="Id">The extent.</param>
/// <param name="PopulatedBytes">How many of its bytes exist by now.</param>
public sealed record Progress(string Id, long PopulatedBytes) : VolumeMessage
{
    internal override string? FindFault() => Checks.Id(Id) ?? Checks.NotNegative("populatedBytes", PopulatedBytes);
}
