namespace KvFleet.Protocol.Volume;

/// <summary>Agent to engine: stop using these extents, unregister and unmap them, then say <see cref="Unmapped"/>.</summary>
/// <param name="Ids">The extents.</param>
/// <param name="DeadlineSeconds">After this many seconds the pod is reported as the one that keeps the memory.</param>
public sealed record Revoke(IReadOnlyList<string> Ids, int DeadlineSeconds) : VolumeMessage
{
    internal override string? FindFault() => Checks.Ids(Ids) ?? Checks.NotNegative("deadlineSeconds", DeadlineSeconds);
}
