using KvFleet.Protocol.Volume;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Volumes;

internal static partial class VolumeLog
{
    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "Published volume {VolumeId} of pod {PodNamespace}/{PodName} ({Role} of pool {Pool})")]
    public static partial void Published(ILogger logger, string volumeId, string podNamespace, string podName, VolumeRole role, string pool);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Information, Message = "Unpublished volume {VolumeId}")]
    public static partial void Unpublished(ILogger logger, string volumeId);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Information, Message = "Serving {Count} volumes that were published before this start; forgot {Ghosts} whose pods are gone")]
    public static partial void Rebuilt(ILogger logger, int count, int ghosts);

    [LoggerMessage(EventId = 1104, Level = LogLevel.Warning, Message = "Forgot volume {VolumeId} of pod {PodNamespace}/{PodName}: nothing of ours is mounted at {TargetPath}")]
    public static partial void Ghost(ILogger logger, string volumeId, string podNamespace, string podName, string targetPath);

    [LoggerMessage(EventId = 1105, Level = LogLevel.Error, Message = "Volume {VolumeId} of pod {PodNamespace}/{PodName} cannot be served again; the pod must be restarted to use the cache")]
    public static partial void RebuildFailed(ILogger logger, string volumeId, string podNamespace, string podName, Exception failure);

    [LoggerMessage(EventId = 1106, Level = LogLevel.Error, Message = "The journal entry {Path} is left out: {Why}. Its pod must be restarted to use the cache; then remove the file")]
    public static partial void JournalUnreadable(ILogger logger, string path, string why);

    [LoggerMessage(EventId = 1107, Level = LogLevel.Warning, Message = "The status of volume {VolumeId} could not be written: {Why}")]
    public static partial void StatusNotWritten(ILogger logger, string volumeId, string why);

    [LoggerMessage(EventId = 1108, Level = LogLevel.Warning, Message = "After publishing volume {VolumeId} failed, its traces could not be removed: {Why}")]
    public static partial void UndoFailed(ILogger logger, string volumeId, string why);
}
