namespace KvFleet.Protocol.NodeChannel;

/// <summary>Unmap an extent, by which it is unlocked too. An unknown one counts as done.</summary>
/// <param name="Id">Number of the request.</param>
/// <param name="ExtentId">The extent.</param>
public sealed record UnlockExtent(long Id, string ExtentId) : NodeRequest(Id)
{
    internal override string? FindFault() => Checks.Id(ExtentId);
}
