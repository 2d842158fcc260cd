namespace KvFleet.Kubernetes.Models;

/// <summary>State of the pods.</summary>
public sealed class V1DeploymentStatus
{
    /// <summary>Generation that was acted on.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Pods there are.</summary>
    public int? Replicas { get; set; }

    /// <summary>Pods of the newest template.</summary>
    public int? UpdatedReplicas { get; set; }

    /// <summary>Pods that are ready.</summary>
    public int? ReadyReplicas { get; set; }

    /// <summary>Pods that are available.</summary>
    public int? AvailableReplicas { get; set; }

    /// <summary>Pods that are missing.</summary>
    public int? UnavailableReplicas { get; set; }

    /// <summary>Aspects of its state.</summary>
    public IList<V1DeploymentCondition>? Conditions { get; set; }
}
