namespace KvFleet.Kubernetes.Models;

/// <summary>What a pod runs and where.</summary>
public sealed class V1PodSpec
{
    /// <summary>The containers.</summary>
    public IList<V1Container> Containers { get; set; } = [];

    /// <summary>Containers that run before; with <c>restartPolicy: Always</c> they stay beside.</summary>
    public IList<V1Container>? InitContainers { get; set; }

    /// <summary>Volumes that containers can mount.</summary>
    public IList<V1Volume>? Volumes { get; set; }

    /// <summary>The node; set by the scheduler.</summary>
    public string? NodeName { get; set; }

    /// <summary>Labels that the node must have.</summary>
    public IDictionary<string, string>? NodeSelector { get; set; }

    /// <summary>Where the pod may or should run.</summary>
    public V1Affinity? Affinity { get; set; }

    /// <summary>Taints that do not keep it away.</summary>
    public IList<V1Toleration>? Tolerations { get; set; }

    /// <summary>Who binds it.</summary>
    public string? SchedulerName { get; set; }

    /// <summary>Its priority by name.</summary>
    public string? PriorityClassName { get; set; }

    /// <summary>Its priority, as resolved by the server.</summary>
    public int? Priority { get; set; }

    /// <summary><c>PreemptLowerPriority</c> or <c>Never</c>.</summary>
    public string? PreemptionPolicy { get; set; }

    /// <summary>Its identity.</summary>
    public string? ServiceAccountName { get; set; }

    /// <summary>Whether it gets a token mounted.</summary>
    public bool? AutomountServiceAccountToken { get; set; }

    /// <summary><c>Always</c>, <c>OnFailure</c> or <c>Never</c>.</summary>
    public string? RestartPolicy { get; set; }

    /// <summary>Seconds between the request to end and the kill.</summary>
    public long? TerminationGracePeriodSeconds { get; set; }

    /// <summary>Seconds after which it is ended.</summary>
    public long? ActiveDeadlineSeconds { get; set; }

    /// <summary>Users, groups and profiles of all containers.</summary>
    public V1PodSecurityContext? SecurityContext { get; set; }

    /// <summary>Uses the node's network.</summary>
    public bool? HostNetwork { get; set; }

    /// <summary>Sees the node's processes.</summary>
    public bool? HostPID { get; set; }

    /// <summary>Uses the node's IPC namespace.</summary>
    public bool? HostIPC { get; set; }

    /// <summary>Whether services become environment variables.</summary>
    public bool? EnableServiceLinks { get; set; }

    /// <summary>How names are resolved.</summary>
    public string? DnsPolicy { get; set; }

    /// <summary>The container runtime's variant.</summary>
    public string? RuntimeClassName { get; set; }

    /// <summary>Secrets for pulling images.</summary>
    public IList<V1LocalObjectReference>? ImagePullSecrets { get; set; }

    /// <summary>What the runtime itself uses; counts like a request.</summary>
    public IDictionary<string, ResourceQuantity>? Overhead { get; set; }

    /// <summary>Requests and limits of the pod as a whole, on servers that have them.</summary>
    public V1ResourceRequirements? Resources { get; set; }

    /// <summary>How pods spread over nodes.</summary>
    public IList<V1TopologySpreadConstraint>? TopologySpreadConstraints { get; set; }
}
