using System.Globalization;
using KvFleet.Api;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Options;
using KvFleet.Operator.Placement;

namespace KvFleet.Operator.Specs;

/// <summary>Makes holder pods. Pure.</summary>
public static class HolderPodBuilder
{
    private const string VolumeName = "kvfleet";

    /// <summary>
    /// A holder: bound by the scheduler, but to one node only; request = limit = the bytes it holds plus its overhead, so that scheduler, quotas and eviction see the memory for what it is.
    /// </summary>
    /// <param name="creation">What to make.</param>
    /// <param name="pool">The pool that owns it.</param>
    /// <param name="options">The image.</param>
    public static V1Pod Build(HolderCreation creation, V1Alpha1KVCachePool pool, AgentOptions options)
    {
        var labels = SpecLabels.For(ComponentNames.Holder);
        labels[WellKnownLabels.PoolUid] = creation.Pool.Uid;
        return new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta
            {
                Name = creation.Name,
                NamespaceProperty = creation.Key.Namespace,
                Labels = labels,
                Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [WellKnownAnnotations.Pool] = creation.Key.ToString(),
                    [WellKnownAnnotations.Bytes] = creation.Bytes.ToString(CultureInfo.InvariantCulture),
                    [WellKnownAnnotations.Node] = creation.Node,
                },
                OwnerReferences = [pool.MakeOwnerReference(controller: true)],
            },
            Spec = Spec(creation, pool.Spec, options),
        };
    }

    private static V1PodSpec Spec(HolderCreation creation, KVCachePoolSpec pool, AgentOptions options) => new()
    {
        // It needs nothing of the API server and nothing of its neighbours.
        AutomountServiceAccountToken = false,
        EnableServiceLinks = false,
        RestartPolicy = "Always",
        TerminationGracePeriodSeconds = 5,
        PriorityClassName = pool.PriorityClassName,
        SecurityContext = SecurityContexts.RestrictedPod,
        Affinity = OneNode.Affinity(creation.Node),
        Tolerations = pool.Tolerations is { Count: > 0 } tolerations ? [.. tolerations.Select(Toleration)] : null,
        Containers =
        [
            new V1Container
            {
                Name = "hold",
                Image = options.Image,
                ImagePullPolicy = options.ImagePullPolicy,
                Command = ["/usr/local/bin/kvfleet-hold"],
                Resources = Resources(creation),
                SecurityContext = SecurityContexts.Restricted,
                TerminationMessagePolicy = "FallbackToLogsOnError",
                VolumeMounts = [new V1VolumeMount { Name = VolumeName, MountPath = "/kvfleet" }],
            },
        ],
        Volumes =
        [
            new V1Volume
            {
                Name = VolumeName,
                Csi = new V1CSIVolumeSource
                {
                    Driver = SpecLabels.Driver,
                    VolumeAttributes = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        [VolumeAttributes.Pool] = creation.Key.Name,
                        [VolumeAttributes.Role] = VolumeAttributes.HolderRole,
                    },
                },
            },
        ],
    };

    private static V1Toleration Toleration(PoolToleration toleration) => new()
    {
        Key = toleration.Key is { Length: > 0 } key ? key : null,
        OperatorProperty = (toleration.Operator ?? TolerationOperator.Equal).ToString(),
        Value = toleration.Value,
        Effect = toleration.Effect?.ToString(),
        TolerationSeconds = toleration.TolerationSeconds,
    };

    private static V1ResourceRequirements Resources(HolderCreation creation)
    {
        var limits = new Dictionary<string, ResourceQuantity>(StringComparer.Ordinal);
        if (creation.Pool.HugePages == HugePageSize.None)
        {
            limits["memory"] = ResourceQuantity.FromBytes(creation.Bytes + creation.OverheadBytes);
        }
        else
        {
            limits["memory"] = ResourceQuantity.FromBytes(creation.OverheadBytes);
            limits[creation.Pool.HugePages.ResourceName()] = ResourceQuantity.FromBytes(creation.Bytes);
        }

        var requests = new Dictionary<string, ResourceQuantity>(limits, StringComparer.Ordinal) { ["cpu"] = new("10m") };
        return new V1ResourceRequirements { Requests = requests, Limits = limits };
    }
}
