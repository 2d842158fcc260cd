using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Csi;

internal static partial class CsiLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "The kubelet has registered the driver {Driver}")]
    public static partial void Registered(ILogger logger, string driver);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "The kubelet refused the driver {Driver}: {Error}. It tries again by itself; see also its own log")]
    public static partial void NotRegistered(ILogger logger, string driver, string error);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "Volume {VolumeId} of pod {PodNamespace}/{PodName}: attributes without effect in version {Version}: {Attributes}")]
    public static partial void UnknownAttributes(ILogger logger, string volumeId, string podNamespace, string podName, string attributes, string version);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "Serving CSI at {CsiSocket}, registration at {RegistrationSocket}")]
    public static partial void Serving(ILogger logger, string csiSocket, string registrationSocket);
}
