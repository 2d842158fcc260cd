using KvFleet.Grpc;
using KvFleet.NodePlugin.Csi;
using KvFleet.NodePlugin.Csi.Registration;
using KvFleet.NodePlugin.Csi.V1;
using KvFleet.NodePlugin.Filesystems;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Tests.Support;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.Volume;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.NodePlugin.Tests.Csi;

/// <summary>The kubelet's calls over the real sockets.</summary>
public sealed class CsiServerTests : IAsyncLifetime
{
    private readonly Node _node = new();
    private readonly NodeMetrics _metrics = new();
    private readonly NodeHealth _health = new();
    private CsiServer _server = null!;
    private GrpcClient _csi = null!;
    private SharedFilesystems _shared = null!;

    public async ValueTask InitializeAsync()
    {
        // What a killed process leaves behind must not be in the way.
        Directory.CreateDirectory(_node.Options.PluginDirectory);
        await File.WriteAllTextAsync(_node.Options.CsiSocket, "");
        _server = new CsiServer(
            _node.Options,
            [
                new IdentityService(),
                new NodeService(_node.Options, _node.Volumes, _shared = _node.NewShared(), _metrics, NullLogger<NodeService>.Instance),
                new RegistrationService(_node.Options, _health, NullLogger<RegistrationService>.Instance),
            ],
            NullLoggerFactory.Instance);
        await _server.StartAsync(TestContext.Current.CancellationToken);
        _csi = new GrpcClient(_node.Options.CsiSocket);
    }

    [Fact]
    public async Task The_driver_says_who_it_is_and_claims_nothing_it_has_not()
    {
        var info = await _csi.CallAsync<GetPluginInfoResponse>("csi.v1.Identity/GetPluginInfo", new GetPluginInfoRequest());

        (info.Name, info.VendorVersion).ShouldBe(("kvfleet.io", IdentityService.Version));
        (await _csi.CallAsync<GetPluginCapabilitiesResponse>("csi.v1.Identity/GetPluginCapabilities", new GetPluginCapabilitiesRequest())).CalculateSize().ShouldBe(0);
        (await _csi.CallAsync<NodeGetCapabilitiesResponse>("csi.v1.Node/NodeGetCapabilities", new NodeGetCapabilitiesRequest())).CalculateSize().ShouldBe(0);
        (await _csi.CallAsync<ProbeResponse>("csi.v1.Identity/Probe", new ProbeRequest())).Ready.ShouldBe(true);
        (await _csi.CallAsync<NodeGetInfoResponse>("csi.v1.Node/NodeGetInfo", new NodeGetInfoRequest())).NodeId.ShouldBe("node-1");
    }

    [Fact]
    public async Task The_kubelet_finds_the_driver_and_its_verdict_decides_readiness()
    {
        using var registry = new GrpcClient(_node.Options.RegistrationSocket);

        var info = await registry.CallAsync<PluginInfo>("pluginregistration.Registration/GetInfo", new InfoRequest());
        (info.Type, info.Name, info.Endpoint).ShouldBe(("CSIPlugin", "kvfleet.io", _node.Options.CsiSocket));
        info.SupportedVersions.ShouldBe(["1.0.0"]);

        await registry.CallAsync<RegistrationStatusResponse>(
            "pluginregistration.Registration/NotifyRegistrationStatus", new RegistrationStatus { PluginRegistered = false, Error = "no such thing" });
        _health.Read().Text.ShouldContain("[-]Registration: the kubelet refused the driver: no such thing");
        await registry.CallAsync<RegistrationStatusResponse>(
            "pluginregistration.Registration/NotifyRegistrationStatus", new RegistrationStatus { PluginRegistered = true });
        _health.Read().Text.ShouldContain("[+]Registration");
    }

    [Fact]
    public async Task A_volume_is_published_without_any_pool_or_serving_process_and_unpublished_to_nothing()
    {
        var volume = _node.Volume(role: VolumeRole.Holder);

        await PublishAsync(volume);
        await PublishAsync(volume);
        _node.Status(volume).ShouldContain("AgentUnavailable");

        await UnpublishAsync(volume);
        await UnpublishAsync(volume);
        Directory.Exists(volume.TargetPath).ShouldBeFalse();
    }

    [Fact]
    public async Task A_bad_request_reaches_the_pods_events_word_for_word()
    {
        var request = PublishRequests.For(_node.Volume());
        request.VolumeContext["kvfleet.io/role"] = "boss";

        var refused = await Should.ThrowAsync<RpcException>(() => _csi.CallAsync<NodePublishVolumeResponse>("csi.v1.Node/NodePublishVolume", request));

        refused.Status.ShouldBe(new Status(StatusCode.InvalidArgument, "kvfleet.io/role 'boss': it must be 'engine' or 'holder'; leave it out for an engine"));
    }

    [Fact]
    public async Task Contradictions_have_the_codes_that_CSI_gives_them()
    {
        var volume = _node.Volume();
        await PublishAsync(volume);

        (await Should.ThrowAsync<RpcException>(() => PublishAsync(volume with { Pool = "other" }))).StatusCode.ShouldBe(StatusCode.AlreadyExists);
        (await Should.ThrowAsync<RpcException>(() => PublishAsync(volume with { TargetPath = volume.TargetPath + "2" }))).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task A_mount_that_fails_is_an_internal_error_with_its_cause()
    {
        _node.Filesystem.Failure = new IOException("mount failed: EPERM");

        var failed = await Should.ThrowAsync<RpcException>(() => PublishAsync(_node.Volume()));

        failed.Status.ShouldBe(new Status(StatusCode.Internal, "mount failed: EPERM"));
    }

    [Theory]
    [InlineData("csi.v1.Node/NodeStageVolume")]
    [InlineData("csi.v1.Node/NodeGetVolumeStats")]
    [InlineData("csi.v1.Controller/CreateVolume")]
    public async Task What_was_not_claimed_is_unimplemented(string method) =>
        (await Should.ThrowAsync<RpcException>(() => _csi.CallAsync<ProbeResponse>(method, new ProbeRequest()))).StatusCode.ShouldBe(StatusCode.Unimplemented);

    [Fact]
    public async Task Stopping_removes_the_sockets_and_touches_no_volume()
    {
        var volume = _node.Volume();
        await PublishAsync(volume);

        await _server.DisposeAsync();

        File.Exists(_node.Options.CsiSocket).ShouldBeFalse();
        File.Exists(_node.Options.RegistrationSocket).ShouldBeFalse();
        File.Exists(_node.Socket(volume)).ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        _csi.Dispose();
        await _server.DisposeAsync();
        await _shared.DisposeAsync();
        _metrics.Dispose();
        _node.Dispose();
    }

    private Task<NodePublishVolumeResponse> PublishAsync(VolumeRecord volume) =>
        _csi.CallAsync<NodePublishVolumeResponse>("csi.v1.Node/NodePublishVolume", PublishRequests.For(volume));

    private Task<NodeUnpublishVolumeResponse> UnpublishAsync(VolumeRecord volume) =>
        _csi.CallAsync<NodeUnpublishVolumeResponse>("csi.v1.Node/NodeUnpublishVolume", PublishRequests.Undo(volume));
}
