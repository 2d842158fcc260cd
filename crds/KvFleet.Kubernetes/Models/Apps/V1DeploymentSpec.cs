namespace KvFleet.Kubernetes.Models;

/// <summary>Which pods and how many.</summary>
public sealed class V1DeploymentSpec
{
    /// <summary>How many.</summary>
    public int? Replicas { get; set; }

    /// <summary>Which pods are its own; cannot change.</summary>
    public V1LabelSelector? Selector { get; set; }

    /// <summary>What the pods are made from.</summary>
    public V1PodTemplateSpec? Template { get; set; }

    /// <summary>Seconds ready before a pod counts.</summary>
    public int? MinReadySeconds { get; set; }
}
