namespace KvFleet.Kubernetes.Models;

/// <summary>Which pods and how they are replaced.</summary>
public sealed class V1DaemonSetSpec
{
    /// <summary>Which pods are its own; cannot change.</summary>
    public V1LabelSelector? Selector { get; set; }

    /// <summary>What the pods are made from.</summary>
    public V1PodTemplateSpec? Template { get; set; }

    /// <summary>How pods are replaced.</summary>
    public V1DaemonSetUpdateStrategy? UpdateStrategy { get; set; }

    /// <summary>Seconds ready before a pod counts.</summary>
    public int? MinReadySeconds { get; set; }
}
