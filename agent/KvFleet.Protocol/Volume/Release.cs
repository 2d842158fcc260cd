namespace KvFleet.Protocol.Volume;

/// <summary>Agent to holder: give these extents back. Unknown ids count as released.</summary>
/// <param name="Ids">The extents.</param>
public sealed record Release(IReadOnlyList<string> Ids) : VolumeMessage
{
    internal override string? FindFault() => Checks.Ids(Ids);
}
