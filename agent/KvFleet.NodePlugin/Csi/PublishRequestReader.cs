using Google.Protobuf.Collections;
using KvFleet.Grpc;
using KvFleet.NodePlugin.Csi.V1;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.Volume;

namespace KvFleet.NodePlugin.Csi;

/// <summary>Turns what the kubelet sends into a volume, or into a refusal that names field, value and remedy. Pure.</summary>
/// <param name="kubeletDirectory">The kubelet's directory.</param>
internal sealed class PublishRequestReader(string kubeletDirectory)
{
    private const string PodNameKey = DriverNames.KubeletPrefix + "pod.name";
    private const string PodNamespaceKey = DriverNames.KubeletPrefix + "pod.namespace";
    private const string PodUidKey = DriverNames.KubeletPrefix + "pod.uid";
    private const string ServiceAccountKey = DriverNames.KubeletPrefix + "serviceAccount.name";
    private const string EphemeralKey = DriverNames.KubeletPrefix + "ephemeral";
    private const string PodInfoRemedy = "the CSIDriver object kvfleet.io must have podInfoOnMount: true";
    private const int MaxIdLength = 128;
    private const int MaxNamespaceLength = 63;

    private readonly string _podsDirectory = Path.Combine(kubeletDirectory, "pods") + "/";

    /// <summary>Reads a publish request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The volume, and the attributes that mean nothing to this version.</returns>
    /// <exception cref="RpcException"><see cref="StatusCode.InvalidArgument"/>: it cannot be honoured.</exception>
    public (VolumeRecord Volume, IReadOnlyList<string> UnknownAttributes) Read(NodePublishVolumeRequest request)
    {
        var context = request.VolumeContext;
        CheckId(request.VolumeId);
        CheckTarget(request.TargetPath);
        CheckCapability(request.VolumeCapability);
        if (!context.TryGetValue(EphemeralKey, out var ephemeral) || ephemeral != "true")
        {
            throw Refuse(
                EphemeralKey, ephemeral, "only inline ephemeral volumes exist: put the volume into the pod as csi, not into a PersistentVolume, and give CSIDriver kvfleet.io volumeLifecycleModes: [Ephemeral]");
        }

        var uid = Required(context, PodUidKey, PodInfoRemedy);
        if (!request.TargetPath.StartsWith($"{_podsDirectory}{uid}/", StringComparison.Ordinal))
            throw Refuse("target_path", request.TargetPath, $"it must lie below {_podsDirectory}{uid}, the directory of the pod");

        var @namespace = Required(context, PodNamespaceKey, PodInfoRemedy);
        var role = ReadRole(context);
        var volume = new VolumeRecord(
            request.VolumeId,
            request.TargetPath,
            @namespace,
            Required(context, PodNameKey, PodInfoRemedy),
            uid,
            context.TryGetValue(ServiceAccountKey, out var account) ? account : "",
            ReadPool(context),
            role,
            request.Readonly,
            ReadPoolNamespace(context, @namespace, role),
            ReadShared(context),
            ReadEngine(context));
        return (volume, Unknown(context));
    }

    /// <summary>Checks an unpublish request.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RpcException"><see cref="StatusCode.InvalidArgument"/>.</exception>
    public void Check(NodeUnpublishVolumeRequest request)
    {
        CheckId(request.VolumeId);
        CheckTarget(request.TargetPath);
    }

    // The id becomes the name of a file.
    private static void CheckId(string id)
    {
        if (id.Length is 0 or > MaxIdLength || id[0] == '.' || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw Refuse("volume_id", id, $"it must have 1 to {MaxIdLength} letters, digits, '-', '_' or '.', and not begin with '.'");
    }

    private void CheckTarget(string path)
    {
        if (path.Length == 0)
            throw Refuse("target_path", path, "say where to publish the volume");
        if (Path.GetFullPath(path) != path || path.EndsWith('/') || !path.StartsWith(_podsDirectory, StringComparison.Ordinal))
        {
            throw Refuse(
                "target_path", path, $"it must be a plain absolute path below {_podsDirectory}; if the kubelet has another --root-dir, set KVFLEET_KUBELET_DIRECTORY to it");
        }
    }

    private static void CheckCapability(VolumeCapability? capability)
    {
        switch (capability?.AccessTypeCase ?? VolumeCapability.AccessTypeOneofCase.None)
        {
            case VolumeCapability.AccessTypeOneofCase.None:
                throw Refuse("volume_capability", "", "say how the volume shall be used: mount");
            case VolumeCapability.AccessTypeOneofCase.Block:
                throw Refuse("volume_capability", "block", "the volume holds a socket, not blocks: use it with volumeMounts, not volumeDevices");
        }

        var mount = capability!.Mount;
        if (mount.FsType is not ("" or "tmpfs"))
            throw Refuse("volume_capability.mount.fs_type", mount.FsType, "leave csi.fsType out");
        if (mount.MountFlags.Count > 0)
            throw Refuse("volume_capability.mount.mount_flags", string.Join(',', mount.MountFlags), "leave mount options out");
    }

    private static string ReadPool(MapField<string, string> context)
    {
        var pool = Required(context, DriverNames.PoolAttribute, "name a KVCachePool in csi.volumeAttributes");
        if (pool.Contains('/', StringComparison.Ordinal))
            throw Refuse(DriverNames.PoolAttribute, pool, $"write the name alone, and the namespace, if it is not the pod's own, in {DriverNames.PoolNamespaceAttribute}");
        return IsObjectName(pool)
            ? pool
            : throw Refuse(DriverNames.PoolAttribute, pool, "the name of a pool has up to 253 lower-case letters, digits, '-' and '.', and begins and ends with a letter or digit");
    }

    /// <returns>Null for the pod's own.</returns>
    private static string? ReadPoolNamespace(MapField<string, string> context, string own, VolumeRole role)
    {
        if (!context.TryGetValue(DriverNames.PoolNamespaceAttribute, out var given) || given == own)
            return null;
        if (given.Length > MaxNamespaceLength || given.Contains('.', StringComparison.Ordinal) || !IsObjectName(given))
            throw Refuse(DriverNames.PoolNamespaceAttribute, given, $"the name of a namespace has up to {MaxNamespaceLength} lower-case letters, digits and '-', and begins and ends with a letter or digit; leave it out for the pod's own");
        return role == VolumeRole.Engine
            ? given
            : throw Refuse(DriverNames.PoolNamespaceAttribute, given, "a holder is a pod of its pool's namespace; leave it out");
    }

    private static VolumeRole ReadRole(MapField<string, string> context) => context.TryGetValue(DriverNames.RoleAttribute, out var role)
        ? role switch
        {
            "engine" => VolumeRole.Engine,
            "holder" => VolumeRole.Holder,
            _ => throw Refuse(DriverNames.RoleAttribute, role, "it must be 'engine' or 'holder'; leave it out for an engine"),
        }
        : VolumeRole.Engine;

    private static bool ReadShared(MapField<string, string> context) => context.TryGetValue(DriverNames.SharedAttribute, out var shared)
        && shared switch
        {
            "Required" => true,
            "Optional" => false,
            _ => throw Refuse(DriverNames.SharedAttribute, shared, "it must be 'Required' or 'Optional'; left out, it is Optional"),
        };

    private static string ReadEngine(MapField<string, string> context)
    {
        if (!context.TryGetValue(DriverNames.EngineAttribute, out var engine))
            return VolumeRecord.AnyEngine;
        return engine.Length is > 0 and <= MaxIdLength && engine[0] != '.' && engine.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+')
            ? engine
            : throw Refuse(DriverNames.EngineAttribute, engine, $"it must have 1 to {MaxIdLength} letters, digits, '-', '_', '.' or '+', and not begin with '.', such as vllm-0.12.0");
    }

    private static List<string> Unknown(MapField<string, string> context) =>
    [
        .. context.Keys
            .Where(key => key is not (DriverNames.PoolAttribute or DriverNames.PoolNamespaceAttribute or DriverNames.RoleAttribute or DriverNames.SharedAttribute or DriverNames.EngineAttribute)
                && !key.StartsWith(DriverNames.KubeletPrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static string Required(MapField<string, string> context, string key, string remedy) =>
        context.TryGetValue(key, out var value) && value.Length > 0 ? value : throw Refuse(key, "", remedy);

    private static bool IsObjectName(string name) =>
        name.Length is > 0 and <= 253
        && char.IsAsciiLetterOrDigit(name[0])
        && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');

    private static RpcException Refuse(string field, string? value, string remedy) =>
        new(new Status(StatusCode.InvalidArgument, string.IsNullOrEmpty(value) ? $"{field} is missing: {remedy}" : $"{field} '{value}': {remedy}"));
}
