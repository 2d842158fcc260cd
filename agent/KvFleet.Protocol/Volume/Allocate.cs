namespace KvFleet.Protocol.Volume;

/// <summary>Agent to holder: make these extents (no pages yet). At most <see cref="ProtocolLimits.MaxDescriptors"/>, so that one answer can carry them.</summary>
/// <param name="Extents">The extents.</param>
public sealed record Allocate(IReadOnlyList<ExtentRequest> Extents) : VolumeMessage
{
    internal override string? FindFault() =>
        Extents.Count is 0 or > ProtocolLimits.MaxDescriptors
            ? $"{Extents.Count} extents, allowed are 1 to {ProtocolLimits.MaxDescriptors}"
            : Checks.Id(Extents, static extent => extent.Id) ?? Checks.Each(Extents, static extent => extent.FindFault());
}
