using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Memory;

internal static partial class MemoryLog
{
    [LoggerMessage(EventId = 1201, Level = LogLevel.Error, Message = "A system call on extent {ExtentId} failed")]
    public static partial void CallFailed(ILogger logger, string extentId, Exception failure);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Warning, Message = "Refused extent {ExtentId}: {Fault}")]
    public static partial void Refused(ILogger logger, string extentId, string fault);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Information, Message = "Unlocked {Count} extents of volume {VolumeId}, which is gone")]
    public static partial void VolumeDropped(ILogger logger, int count, string volumeId);

    [LoggerMessage(EventId = 1204, Level = LogLevel.Warning, Message = "Unlocked all {Count} extents: {Why}")]
    public static partial void AllDropped(ILogger logger, int count, string why);
}
