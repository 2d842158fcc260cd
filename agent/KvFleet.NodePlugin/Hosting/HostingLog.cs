using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(EventId = 1501, Level = LogLevel.Information, Message = "kvfleet-node {Version} on node {NodeName}, kubelet directory {KubeletDirectory}")]
    public static partial void Starting(ILogger logger, string version, string nodeName, string kubeletDirectory);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Warning, Message = "Waiting for {LockFile}, which another agent holds: {HeldBy}")]
    public static partial void LockHeld(ILogger logger, string lockFile, string heldBy);

    [LoggerMessage(EventId = 1503, Level = LogLevel.Information, Message = "Stopping; volumes and their sockets stay for the pods that use them")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(EventId = 1504, Level = LogLevel.Error, Message = "Cannot start; trying again in {Pause}")]
    public static partial void StartFailed(ILogger logger, TimeSpan pause, Exception failure);
}
