using System.Security.Cryptography;
using System.Text;
using KvFleet.Api;
using KvFleet.Api.Defaults;
using KvFleet.Api.Filesystems;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Options;

namespace KvFleet.Operator.Specs;

/// <summary>Makes the pods that mount shared filesystems. An update of agents or operator never touches them: their filesystems' processes live in them. Pure.</summary>
/// <param name="options">Images and directories.</param>
/// <param name="namespace">The operator's namespace.</param>
internal sealed class MountPodBuilder(OperatorOptions options, string @namespace)
{
    private const string VolumeName = "filesystem";
    private const string SecretDirectory = "/etc/kvfleet/mount-secret";
    private const int LongestName = 40;

    /// <summary>What a pod was made of.</summary>
    public static string VersionOf(V1Pod pod) => pod.GetAnnotation(WellKnownAnnotations.MountVersion) ?? "";

    /// <summary>The pod of one filesystem on one node.</summary>
    /// <param name="filesystem">The filesystem.</param>
    /// <param name="resolved">Its spec with all defaults.</param>
    /// <param name="node">The node.</param>
    public V1Pod Build(V1Alpha1KVCacheFilesystem filesystem, ResolvedFilesystem resolved, string node)
    {
        var name = filesystem.Name();
        return new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta
            {
                Name = $"kvfleet-mount-{name[..Math.Min(name.Length, LongestName)].Trim('.', '-')}-{Hash($"{name}/{node}")}",
                NamespaceProperty = @namespace,
                Labels = SpecLabels.For(ComponentNames.Mount),
                Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [WellKnownAnnotations.Filesystem] = name,
                    [WellKnownAnnotations.Node] = node,
                    [WellKnownAnnotations.MountVersion] = Version(filesystem.Spec, resolved),
                },
                OwnerReferences = [filesystem.MakeOwnerReference(controller: true)],
            },
            Spec = filesystem.Spec.Mount is { } mount ? Privileged(mount, resolved, name, node) : Pod(node, Waiting(), [Volume(filesystem.Spec)]),
        };
    }

    // Of the source alone: what an operator of another version makes differently is no reason to take a mount away.
    private static string Version(KVCacheFilesystemSpec spec, ResolvedFilesystem resolved) => Hash(string.Join(
        '\n',
        (IEnumerable<string?>)[
            spec.Pvc?.ClaimName, spec.Nfs?.Server, spec.Nfs?.Path, spec.Csi?.Driver, spec.Csi?.SecretName, spec.Mount?.Type, spec.Mount?.Source, spec.Mount?.Image, spec.Mount?.SecretName,
            .. (spec.Csi?.VolumeAttributes ?? []).OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value}"),
            .. resolved.MountOptions ?? []]));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];

    private static V1Volume Volume(KVCacheFilesystemSpec spec) => new()
    {
        Name = VolumeName,
        PersistentVolumeClaim = spec.Pvc is { } claim ? new V1PersistentVolumeClaimVolumeSource { ClaimName = claim.ClaimName } : null,
        Nfs = spec.Nfs is { } nfs ? new V1NFSVolumeSource { Server = nfs.Server, Path = nfs.Path } : null,
        Csi = spec.Csi is { } csi
            ? new V1CSIVolumeSource { Driver = csi.Driver, VolumeAttributes = csi.VolumeAttributes, NodePublishSecretRef = csi.SecretName is { } secret ? new V1LocalObjectReference { Name = secret } : null }
            : null,
    };

    // The kubelet mounts; the pod only has to be there.
    private V1Container Waiting() => new()
    {
        Name = "mount",
        Image = options.Agent.Image,
        ImagePullPolicy = options.Agent.ImagePullPolicy,
        Command = ["/usr/local/bin/kvfleet-node", "wait"],
        Resources = Resources("48Mi"),
        SecurityContext = SecurityContexts.Restricted,
        TerminationMessagePolicy = "FallbackToLogsOnError",
        VolumeMounts = [new V1VolumeMount { Name = VolumeName, MountPath = "/filesystem" }],
    };

    private V1PodSpec Privileged(FilesystemMount mount, ResolvedFilesystem resolved, string name, string node)
    {
        var container = new V1Container
        {
            Name = "mount",
            Image = mount.Image ?? options.MountImage,
            ImagePullPolicy = options.Agent.ImagePullPolicy,
            Command = ["/bin/sh", "-c", MountScript.Text, "mount", mount.Type, mount.Source, string.Join(',', resolved.MountOptions!)],
            Resources = Resources(limit: null),
            SecurityContext = new V1SecurityContext { Privileged = true, RunAsUser = 0, RunAsGroup = 0, RunAsNonRoot = false },
            TerminationMessagePolicy = "FallbackToLogsOnError",
            VolumeMounts =
            [
                // What is mounted here must appear on the node.
                new V1VolumeMount { Name = VolumeName, MountPath = "/kvfleet", MountPropagation = "Bidirectional" },
                .. mount.SecretName is null ? (V1VolumeMount[])[] : [new V1VolumeMount { Name = "secret", MountPath = SecretDirectory, ReadOnlyProperty = true }],
            ],
        };
        var directory = $"{options.Agent.KubeletDirectory}/plugins/{SpecLabels.Driver}/filesystems/{name}";
        var pod = Pod(
            node,
            container,
            [
                new V1Volume { Name = VolumeName, HostPath = new V1HostPathVolumeSource { Path = directory, Type = "DirectoryOrCreate" } },
                .. mount.SecretName is { } secret ? (V1Volume[])[new V1Volume { Name = "secret", Secret = new V1SecretVolumeSource { SecretName = secret, DefaultMode = 0b100_000_000 } }] : [],
            ]);

        // The kernel's clients keep the network namespace that they were mounted from, and must outlive the pod.
        pod.HostNetwork = true;
        pod.DnsPolicy = "ClusterFirstWithHostNet";
        return pod;
    }

    private V1PodSpec Pod(string node, V1Container container, IList<V1Volume> volumes) => new()
    {
        AutomountServiceAccountToken = false,
        EnableServiceLinks = false,
        RestartPolicy = "Always",
        TerminationGracePeriodSeconds = 15,
        PriorityClassName = options.Agent.PriorityClassName is { Length: > 0 } priority ? priority : null,
        SecurityContext = container.SecurityContext!.Privileged == true ? null : SecurityContexts.RestrictedPod,
        ImagePullSecrets = options.Agent.ImagePullSecrets.Count > 0 ? [.. options.Agent.ImagePullSecrets.Select(static secret => new V1LocalObjectReference { Name = secret })] : null,
        Affinity = OneNode.Affinity(node),
        // The agent is there in spite of taints, and what it serves must be, too.
        Tolerations = [new V1Toleration { OperatorProperty = "Exists" }],
        Containers = [container],
        Volumes = volumes,
    };

    private static V1ResourceRequirements Resources(string? limit) => new()
    {
        Requests = new Dictionary<string, ResourceQuantity>(StringComparer.Ordinal) { ["cpu"] = new("10m"), ["memory"] = new("32Mi") },
        Limits = limit is null ? null : new Dictionary<string, ResourceQuantity>(StringComparer.Ordinal) { ["memory"] = new(limit) },
    };
}
