using KvFleet.Grpc;
using KvFleet.NodePlugin.Csi.Registration;
using KvFleet.NodePlugin.Hosting;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Csi;

/// <summary>pluginregistration.Registration: how the kubelet finds the driver.</summary>
internal sealed class RegistrationService(NodeOptions options, NodeHealth health, ILogger<RegistrationService> logger) : IGrpcService
{
    private const string Service = "pluginregistration.Registration";

    /// <inheritdoc />
    public void BindService(ServiceBinderBase serviceBinder)
    {
        serviceBinder.AddMethod(new Method<InfoRequest, PluginInfo>(Service, nameof(GetInfo), InfoRequest.Parser), GetInfo);
        serviceBinder.AddMethod(
            new Method<RegistrationStatus, RegistrationStatusResponse>(Service, nameof(NotifyRegistrationStatus), RegistrationStatus.Parser),
            NotifyRegistrationStatus);
    }

    private Task<PluginInfo> GetInfo(InfoRequest request, ServerCallContext context) => Task.FromResult(new PluginInfo
    {
        Type = "CSIPlugin",
        Name = DriverNames.Driver,
        Endpoint = options.CsiSocket,

        // A kubelet compares this with the versions of CSI itself; 1.0.0 is what all of them accept.
        SupportedVersions = { "1.0.0" },
    });

    private Task<RegistrationStatusResponse> NotifyRegistrationStatus(RegistrationStatus request, ServerCallContext context)
    {
        if (request.PluginRegistered)
        {
            CsiLog.Registered(logger, DriverNames.Driver);
            health.Pass(HealthPart.Registration);
        }
        else
        {
            CsiLog.NotRegistered(logger, DriverNames.Driver, request.Error);
            health.Fail(HealthPart.Registration, $"the kubelet refused the driver: {request.Error}");
        }

        return Task.FromResult(new RegistrationStatusResponse());
    }
}
