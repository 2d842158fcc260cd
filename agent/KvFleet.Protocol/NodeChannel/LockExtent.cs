namespace KvFleet.Protocol.NodeChannel;

/// <summary>Lock a prepared extent in memory. Answered by <see cref="Locked"/>.</summary>
/// <param name="Id">Number of the request.</param>
/// <param name="ExtentId">The extent.</param>
public sealed record LockExtent(long Id, string ExtentId) : NodeRequest(Id)
{
    internal override string? FindFault() => Checks.Id(ExtentId);
}
