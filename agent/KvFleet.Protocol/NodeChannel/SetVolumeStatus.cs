namespace KvFleet.Protocol.NodeChannel;

/// <summary>Write the <c>status.json</c> of a volume.</summary>
/// <param name="Id">Number of the request.</param>
/// <param name="VolumeId">The CSI volume id.</param>
/// <param name="Available">Whether the pool can be used through it.</param>
/// <param name="Reason">CamelCase word.</param>
/// <param name="Message">For people.</param>
public sealed record SetVolumeStatus(long Id, string VolumeId, bool Available, string Reason, string Message) : NodeRequest(Id)
{
    internal override string? FindFault() => Checks.Name("volumeId", VolumeId) ?? Checks.Text("reason", Reason) ?? Checks.Text("message", Message);
}
