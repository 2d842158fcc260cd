using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Mappers;

internal static partial class MapperLog
{
    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "A scan of the processes is incomplete after {Duration}, {Count} mappers found: too many, out of time, or some could not be examined")]
    public static partial void Incomplete(ILogger logger, TimeSpan duration, int count);

    [LoggerMessage(EventId = 1302, Level = LogLevel.Error, Message = "The processes cannot be listed in {Directory}")]
    public static partial void NoProc(ILogger logger, string directory, Exception failure);
}
