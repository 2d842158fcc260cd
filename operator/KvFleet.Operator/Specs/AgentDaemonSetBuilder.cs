using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Options;

namespace KvFleet.Operator.Specs;

/// <summary>Makes the agents' DaemonSet: one on every eligible node, independent of pools, because CSI must be there before a pod needs it. Pure.</summary>
public static class AgentDaemonSetBuilder
{
    /// <summary>Name of the DaemonSet.</summary>
    public const string Name = "kvfleet-agent";

    /// <summary>Name of the agents' service account.</summary>
    public const string ServiceAccount = "kvfleet-agent";

    /// <summary>The DNS name on the agents' certificate.</summary>
    /// <param name="namespace">The operator's namespace.</param>
    public static string DnsName(string @namespace) => $"kvfleet-agent.{@namespace}.svc";

    /// <summary>The DaemonSet.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="namespace">The operator's namespace.</param>
    public static V1DaemonSet Build(AgentOptions options, string @namespace)
    {
        var labels = SpecLabels.For(ComponentNames.Agent);
        return new V1DaemonSet
        {
            ApiVersion = "apps/v1",
            Kind = "DaemonSet",
            Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = @namespace, Labels = labels },
            Spec = new V1DaemonSetSpec
            {
                Selector = new V1LabelSelector { MatchLabels = labels },

                // The old agent ends before the new one begins: a lock on the host keeps two from serving one node anyway, and holders keep the bytes meanwhile.
                UpdateStrategy = new V1DaemonSetUpdateStrategy { Type = "RollingUpdate", RollingUpdate = new V1RollingUpdate { MaxUnavailable = "10%" } },
                Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = labels }, Spec = Pod(options, @namespace) },
            },
        };
    }

    private static V1PodSpec Pod(AgentOptions options, string @namespace) => new()
    {
        ServiceAccountName = ServiceAccount,
        EnableServiceLinks = false,
        TerminationGracePeriodSeconds = 10,
        PriorityClassName = options.PriorityClassName is { Length: > 0 } priority ? priority : null,
        NodeSelector = options.NodeSelector.Count > 0 ? options.NodeSelector : new Dictionary<string, string>(StringComparer.Ordinal) { ["kubernetes.io/os"] = "linux" },
        Tolerations = options.Tolerations.Count > 0 ? [.. options.Tolerations.Select(Toleration)] : [new V1Toleration { OperatorProperty = "Exists" }],
        ImagePullSecrets = options.ImagePullSecrets.Count > 0 ? [.. options.ImagePullSecrets.Select(name => new V1LocalObjectReference { Name = name })] : null,
        SecurityContext = new V1PodSecurityContext { SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" } },
        Containers = [AgentContainers.Serve(options, @namespace), AgentContainers.Node(options)],
        Volumes = AgentVolumes.All(options),
    };

    private static V1Toleration Toleration(TolerationOptions toleration) => new()
    {
        Key = toleration.Key,
        OperatorProperty = toleration.Operator,
        Value = toleration.Value,
        Effect = toleration.Effect,
    };
}
