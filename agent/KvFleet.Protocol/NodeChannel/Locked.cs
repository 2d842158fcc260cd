namespace KvFleet.Protocol.NodeChannel;

/// <summary>The extent is locked.</summary>
/// <param name="Id">Number of the request.</param>
/// <param name="Bytes">How many bytes of it.</param>
public sealed record Locked(long Id, long Bytes) : NodeAnswer(Id)
{
    internal override string? FindFault() => Checks.NotNegative("bytes", Bytes);
}
