using Microsoft.Extensions.Logging;

namespace KvFleet.Grpc.Server;

internal static partial class UnaryCallLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "{Method} ended with {StatusCode}: {Detail}")]
    public static partial void Refused(ILogger logger, string method, StatusCode statusCode, string detail, Exception? cause);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "{Method} took longer than the {Timeout} its caller allows")]
    public static partial void Expired(ILogger logger, string method, TimeSpan timeout);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error, Message = "{Method} failed")]
    public static partial void Failed(ILogger logger, string method, Exception failure);
}
