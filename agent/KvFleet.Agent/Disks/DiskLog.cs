namespace KvFleet.Agent.Disks;

/// <summary>Log messages of disks.</summary>
internal static partial class DiskLog
{
    [LoggerMessage(1801, LogLevel.Information, "Pool {Pool}: keeps values in {Directory}, at most {Bytes} bytes")]
    public static partial void DiskOpened(this ILogger logger, string pool, string directory, long bytes);

    [LoggerMessage(1802, LogLevel.Information, "{Directory}: what a pool had there is deleted")]
    public static partial void DiskFreed(this ILogger logger, string directory);

    [LoggerMessage(1803, LogLevel.Warning, "{Directory}: what a pool had there could not be deleted")]
    public static partial void DiskNotFreed(this ILogger logger, Exception exception, string directory);

    [LoggerMessage(1804, LogLevel.Warning, "The disk for values cannot be used: {Reason}: {Message}")]
    public static partial void DiskNotUsable(this ILogger logger, string reason, string? message);
}
