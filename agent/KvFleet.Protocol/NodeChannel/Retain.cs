namespace KvFleet.Protocol.NodeChannel;

/// <summary>Drop every mapping but these. Answered by <see cref="Done"/> with the number dropped.</summary>
/// <param name="Id">Number of the request.</param>
/// <param name="ExtentIds">The extents to keep.</param>
public sealed record Retain(long Id, IReadOnlyList<string> ExtentIds) : NodeRequest(Id)
{
    internal override string? FindFault() => Checks.Ids(ExtentIds);
}
