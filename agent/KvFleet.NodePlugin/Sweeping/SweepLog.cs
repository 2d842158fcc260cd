using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Sweeping;

internal static partial class SweepLog
{
    [LoggerMessage(EventId = 1701, Level = LogLevel.Warning, Message = "Shared filesystem {Filesystem}: not swept as it should be: {Refusals}")]
    public static partial void Refused(ILogger logger, string filesystem, string refusals);

    [LoggerMessage(EventId = 1702, Level = LogLevel.Error, Message = "The sweeping process said something that is no report: {Problem}")]
    public static partial void Garbled(ILogger logger, string problem);
}
