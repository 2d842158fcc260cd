using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Channels;

internal static partial class ChannelLog
{
    [LoggerMessage(EventId = 1401, Level = LogLevel.Information, Message = "Waiting for the serve container at {Socket}")]
    public static partial void Listening(ILogger logger, string socket);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Information, Message = "The serve container has connected (replacing an older connection: {Replaced})")]
    public static partial void Connected(ILogger logger, bool replaced);

    [LoggerMessage(EventId = 1403, Level = LogLevel.Warning, Message = "The serve container has gone; memory stays locked for {Grace}")]
    public static partial void Disconnected(ILogger logger, TimeSpan grace);

    [LoggerMessage(EventId = 1404, Level = LogLevel.Warning, Message = "Refused a connection of user {UserId} (process {ProcessId}): only user {Expected} may connect, see KVFLEET_SERVE_USER_ID")]
    public static partial void WrongPeer(ILogger logger, uint userId, int processId, int expected);

    [LoggerMessage(EventId = 1405, Level = LogLevel.Error, Message = "The serve container broke the protocol; closing its connection")]
    public static partial void ProtocolBroken(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 1406, Level = LogLevel.Debug, Message = "A connection ended: {Why}")]
    public static partial void Ended(ILogger logger, string why);

    [LoggerMessage(EventId = 1407, Level = LogLevel.Warning, Message = "Ignored a {Type}, which is no request")]
    public static partial void NotARequest(ILogger logger, string type);

    [LoggerMessage(EventId = 1408, Level = LogLevel.Error, Message = "The request {Type} failed")]
    public static partial void RequestFailed(ILogger logger, string type, Exception failure);

    [LoggerMessage(EventId = 1409, Level = LogLevel.Error, Message = "{Count} messages wait for the serve container, which does not read; closing its connection")]
    public static partial void QueueFull(ILogger logger, int count);

    [LoggerMessage(EventId = 1410, Level = LogLevel.Error, Message = "A connection of the serve container could not be accepted")]
    public static partial void AcceptFailed(ILogger logger, Exception failure);
}
