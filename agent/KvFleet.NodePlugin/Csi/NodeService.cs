using KvFleet.Grpc;
using KvFleet.NodePlugin.Csi.V1;
using KvFleet.NodePlugin.Filesystems;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Volumes;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Csi;

/// <summary>csi.v1.Node: publishes and unpublishes inline volumes.</summary>
internal sealed class NodeService(NodeOptions options, VolumeManager volumes, SharedFilesystems shared, NodeMetrics metrics, ILogger<NodeService> logger) : IGrpcService
{
    private const string Service = "csi.v1.Node";

    // The kubelet asks again by itself, and its own patience is two minutes.
    private static readonly TimeSpan SharedPatience = TimeSpan.FromSeconds(20);
    private readonly PublishRequestReader _reader = new(options.KubeletDirectory);

    /// <inheritdoc />
    public void BindService(ServiceBinderBase serviceBinder)
    {
        serviceBinder.AddMethod(
            new Method<NodeGetInfoRequest, NodeGetInfoResponse>(Service, nameof(NodeGetInfo), NodeGetInfoRequest.Parser), NodeGetInfo);
        serviceBinder.AddMethod(
            new Method<NodeGetCapabilitiesRequest, NodeGetCapabilitiesResponse>(Service, nameof(NodeGetCapabilities), NodeGetCapabilitiesRequest.Parser),
            NodeGetCapabilities);
        serviceBinder.AddMethod(
            new Method<NodePublishVolumeRequest, NodePublishVolumeResponse>(Service, nameof(NodePublishVolume), NodePublishVolumeRequest.Parser),
            NodePublishVolume);
        serviceBinder.AddMethod(
            new Method<NodeUnpublishVolumeRequest, NodeUnpublishVolumeResponse>(Service, nameof(NodeUnpublishVolume), NodeUnpublishVolumeRequest.Parser),
            NodeUnpublishVolume);
    }

    private Task<NodeGetInfoResponse> NodeGetInfo(NodeGetInfoRequest request, ServerCallContext context) =>
        Task.FromResult(new NodeGetInfoResponse { NodeId = options.NodeName });

    private static Task<NodeGetCapabilitiesResponse> NodeGetCapabilities(NodeGetCapabilitiesRequest request, ServerCallContext context) =>
        Task.FromResult(new NodeGetCapabilitiesResponse());

    private Task<NodePublishVolumeResponse> NodePublishVolume(NodePublishVolumeRequest request, ServerCallContext context) =>
        RunAsync("publish", async () =>
        {
            var (volume, unknown) = _reader.Read(request);
            if (unknown.Count > 0)
                CsiLog.UnknownAttributes(logger, volume.VolumeId, volume.PodNamespace, volume.PodName, string.Join(", ", unknown), IdentityService.Version);
            volumes.Publish(volume);
            if (volume.NeedsShared && await shared.WaitForAsync(volume, SharedPatience, context.CancellationToken) is { } missing)
                throw new RpcException(new Status(StatusCode.FailedPrecondition, $"The shared filesystem of pool {volume.PoolKey} is not there: {missing}"));
            return new NodePublishVolumeResponse();
        });

    private Task<NodeUnpublishVolumeResponse> NodeUnpublishVolume(NodeUnpublishVolumeRequest request, ServerCallContext context) =>
        RunAsync("unpublish", () =>
        {
            _reader.Check(request);
            volumes.Unpublish(request.VolumeId, request.TargetPath);
            return Task.FromResult(new NodeUnpublishVolumeResponse());
        });

    private async Task<TResponse> RunAsync<TResponse>(string operation, Func<Task<TResponse>> work)
    {
        var outcome = StatusCode.OK;
        try
        {
            return await work();
        }
        catch (RpcException refused)
        {
            outcome = refused.StatusCode;
            throw;
        }
        catch (VolumeConflictException conflict)
        {
            outcome = conflict.Kind == VolumeConflict.DifferentContent ? StatusCode.AlreadyExists : StatusCode.FailedPrecondition;
            throw new RpcException(new Status(outcome, conflict.Message), conflict);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            outcome = StatusCode.Internal;
            throw new RpcException(new Status(outcome, failure.Message), failure);
        }
        finally
        {
            metrics.CountCall(operation, outcome);
        }
    }
}
