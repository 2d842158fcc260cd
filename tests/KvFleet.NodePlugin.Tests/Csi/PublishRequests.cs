using KvFleet.NodePlugin.Csi.V1;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.Volume;

namespace KvFleet.NodePlugin.Tests.Csi;

/// <summary>Requests as a kubelet of 1.20 makes them for an inline volume.</summary>
internal static class PublishRequests
{
    public static NodePublishVolumeRequest For(VolumeRecord volume)
    {
        var request = new NodePublishVolumeRequest
        {
            VolumeId = volume.VolumeId,
            TargetPath = volume.TargetPath,
            Readonly = volume.ReadOnly,
            VolumeCapability = new VolumeCapability
            {
                Mount = new VolumeCapability.Types.MountVolume(),
                AccessMode = new VolumeCapability.Types.AccessMode { Mode = VolumeCapability.Types.AccessMode.Types.Mode.SingleNodeWriter },
            },
            VolumeContext =
            {
                ["csi.storage.k8s.io/ephemeral"] = "true",
                ["csi.storage.k8s.io/pod.name"] = volume.PodName,
                ["csi.storage.k8s.io/pod.namespace"] = volume.PodNamespace,
                ["csi.storage.k8s.io/pod.uid"] = volume.PodUid,
                ["csi.storage.k8s.io/serviceAccount.name"] = volume.ServiceAccount,
                ["kvfleet.io/pool"] = volume.Pool,
            },
        };
        if (volume.Role == VolumeRole.Holder)
            request.VolumeContext["kvfleet.io/role"] = "holder";
        return request;
    }

    public static NodeUnpublishVolumeRequest Undo(VolumeRecord volume) => new() { VolumeId = volume.VolumeId, TargetPath = volume.TargetPath };
}
