using KvFleet.Grpc;
using KvFleet.NodePlugin.Csi.V1;

namespace KvFleet.NodePlugin.Csi;

/// <summary>csi.v1.Identity: who we are.</summary>
internal sealed class IdentityService : IGrpcService
{
    private const string Service = "csi.v1.Identity";

    /// <summary>Our version as we tell it.</summary>
    public static string Version { get; } = typeof(IdentityService).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <inheritdoc />
    public void BindService(ServiceBinderBase serviceBinder)
    {
        serviceBinder.AddMethod(
            new Method<GetPluginInfoRequest, GetPluginInfoResponse>(Service, nameof(GetPluginInfo), GetPluginInfoRequest.Parser), GetPluginInfo);
        serviceBinder.AddMethod(
            new Method<GetPluginCapabilitiesRequest, GetPluginCapabilitiesResponse>(Service, nameof(GetPluginCapabilities), GetPluginCapabilitiesRequest.Parser),
            GetPluginCapabilities);
        serviceBinder.AddMethod(new Method<ProbeRequest, ProbeResponse>(Service, nameof(Probe), ProbeRequest.Parser), Probe);
    }

    private static Task<GetPluginInfoResponse> GetPluginInfo(GetPluginInfoRequest request, ServerCallContext context) =>
        Task.FromResult(new GetPluginInfoResponse { Name = DriverNames.Driver, VendorVersion = Version });

    private static Task<GetPluginCapabilitiesResponse> GetPluginCapabilities(GetPluginCapabilitiesRequest request, ServerCallContext context) =>
        Task.FromResult(new GetPluginCapabilitiesResponse());

    // The sockets appear once everything behind them is ready.
    private static Task<ProbeResponse> Probe(ProbeRequest request, ServerCallContext context) => Task.FromResult(new ProbeResponse { Ready = true });
}
