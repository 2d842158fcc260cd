namespace KvFleet.Agent.Standalone;

/// <summary>Log messages of the mode without Kubernetes.</summary>
internal static partial class StandaloneLog
{
    [LoggerMessage(1601, LogLevel.Debug, "holder: {Line}")]
    public static partial void LocalHolderSays(this ILogger logger, string? line);

    [LoggerMessage(1602, LogLevel.Debug, "The holder of pool {Pool} disconnected: {Reason}")]
    public static partial void LocalHolderDisconnected(this ILogger logger, string pool, string reason);

    [LoggerMessage(1603, LogLevel.Error, "{Problem}")]
    public static partial void FileProblem(this ILogger logger, string problem);

    [LoggerMessage(1604, LogLevel.Error, "{File} is left aside until it is right; what it said before stays in force")]
    public static partial void FileRefused(this ILogger logger, string file);

    [LoggerMessage(1605, LogLevel.Information, "{File} read: {Pools} pools")]
    public static partial void FileRead(this ILogger logger, string file, int pools);

    [LoggerMessage(1606, LogLevel.Error, "Socket {Path} of pool {Pool} cannot be served: {Reason}")]
    public static partial void SocketFailed(this ILogger logger, string path, string pool, string reason);
}
