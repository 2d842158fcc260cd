using KvFleet.Store.Extents.Holders;

namespace KvFleet.Agent.Reconciliation;

/// <summary>Log messages of the loop's units.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(1101, LogLevel.Information, "Holder {Holder} of pool {Pool}: {From} -> {To} {Reason} {Message}")]
    public static partial void HolderPhaseChanged(
        this ILogger logger, HolderKey holder, string pool, HolderPhase from, HolderPhase to, string? reason, string? message);

    [LoggerMessage(1102, LogLevel.Error, "Work in the background failed unexpectedly. Please report this")]
    public static partial void EffectFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1103, LogLevel.Warning, "Unlocking {Lock} failed; the node container drops it when it is told what to keep")]
    public static partial void UnlockFailed(this ILogger logger, Exception exception, string @lock);

    [LoggerMessage(1104, LogLevel.Information, "Assignments of generation {Generation}: {Pools} pools, {Bytes} bytes")]
    public static partial void Assigned(this ILogger logger, long? generation, int pools, long bytes);

    [LoggerMessage(1105, LogLevel.Warning, "Pool {Pool}: {Bytes} bytes are kept after the drain deadline: {Keepers}")]
    public static partial void Stuck(this ILogger logger, string pool, long bytes, string keepers);

    [LoggerMessage(1106, LogLevel.Warning, "The processes that map extents could not be scanned: {Reason}")]
    public static partial void ScanFailed(this ILogger logger, string reason);

    [LoggerMessage(1107, LogLevel.Information, "The node container dropped {Count} mappings of an earlier agent process")]
    public static partial void Retained(this ILogger logger, int count);

    [LoggerMessage(1108, LogLevel.Warning, "The status file of volume {Volume} was not written: {Reason}")]
    public static partial void StatusNotWritten(this ILogger logger, string volume, string reason);

    [LoggerMessage(1150, LogLevel.Error, "The privileged container does not take what this node shall have of shared filesystems: {Reason}")]
    public static partial void SharedRefused(this ILogger logger, string reason);

    [LoggerMessage(1109, LogLevel.Information, "Pool {Pool}: the memory of holder {Holder} serves {Kept} values of before; {Dropped} were torn or damaged and dropped, {Resting} slots rest")]
    public static partial void StoreAttached(this ILogger logger, string pool, string holder, int kept, int dropped, int resting);

    [LoggerMessage(1110, LogLevel.Error, "Pool {Pool}: the memory of holder {Holder} cannot be used to store values; engines can map it")]
    public static partial void StoreNotAttached(this ILogger logger, Exception exception, string pool, string holder);
}
