using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Filesystems;

internal static partial class FilesystemLog
{
    [LoggerMessage(EventId = 1601, Level = LogLevel.Information, Message = "Shared filesystem {Filesystem}: {Reason}. {Message}")]
    public static partial void Found(ILogger logger, string filesystem, string reason, string message);

    [LoggerMessage(EventId = 1602, Level = LogLevel.Information, Message = "Shared filesystem {Filesystem}: {Directory} of {Source} is shown to pod {PodNamespace}/{PodName}")]
    public static partial void Shown(ILogger logger, string filesystem, string directory, string podNamespace, string podName, string source);

    [LoggerMessage(EventId = 1603, Level = LogLevel.Information, Message = "Pod {PodNamespace}/{PodName} may not have a shared filesystem any more: taken away, {Outcome}")]
    public static partial void Hidden(ILogger logger, string podNamespace, string podName, string outcome);

    [LoggerMessage(EventId = 1604, Level = LogLevel.Error, Message = "Looking after shared filesystem {Filesystem} failed; it is tried again")]
    public static partial void TurnFailed(ILogger logger, string filesystem, Exception failure);
}
