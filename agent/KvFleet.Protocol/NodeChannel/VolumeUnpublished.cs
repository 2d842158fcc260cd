namespace KvFleet.Protocol.NodeChannel;

/// <summary>Node to serve: a volume is gone; close its connections and forget it.</summary>
/// <param name="VolumeId">The CSI volume id.</param>
public sealed record VolumeUnpublished(string VolumeId) : NodeMessage
{
    internal override string? FindFault() => Checks.Name("volumeId", VolumeId);
}
