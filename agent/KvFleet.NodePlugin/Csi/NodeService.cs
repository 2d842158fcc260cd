using KvFleet.Grpc;
using KvFleet.NodePlugin.Csi.V1;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Volumes;
using Microsoft.Extensions.Logging;

namespace KvFleet.NodePlugin.Csi;

/// <summary>csi.v1.Node: publishes and unpublishes inline volumes.</summary>
internal sealed class NodeService(NodeOptions options, VolumeManager volumes, NodeMetrics metrics, ILogger<NodeService> logger) : IGrpcService
{
    private const string Service = "csi.v1.Node";
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
        RunAsync("publish", () =>
        {
            var (volume, unknown) = _reader.Read(request);
            if (unknown.Count > 0)
                CsiLog.UnknownAttributes(logger, volume.VolumeId, volume.PodNamespace, volume.PodName, string.Join(", ", unknown), IdentityService.Version);
            volumes.Publish(volume);
            return new NodePublishVolumeResponse();
        });

    private Task<NodeUnpublishVolumeResponse> NodeUnpublishVolume(NodeUnpublishVolumeRequest request, ServerCallContext context) =>
        RunAsync("unpublish", () =>
        {
            _reader.Check(request);
            volumes.Unpublish(request.VolumeId, request.TargetPath);
            return new NodeUnpublishVolumeResponse();
        });

    private Task<TResponse> RunAsync<TResponse>(string operation, Func<TResponse> work)
    {
        var outcome = StatusCode.OK;
        try
        {
            return Task.FromResult(work());
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
