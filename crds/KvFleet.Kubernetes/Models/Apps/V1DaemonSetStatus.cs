namespace KvFleet.Kubernetes.Models;

/// <summary>State of the pods.</summary>
public sealed class V1DaemonSetStatus
{
    /// <summary>Generation that was acted on.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Nodes that should run a pod.</summary>
    public int DesiredNumberScheduled { get; set; }

    /// <summary>Nodes that do and should.</summary>
    public int CurrentNumberScheduled { get; set; }

    /// <summary>Nodes that do and should not.</summary>
    public int NumberMisscheduled { get; set; }

    /// <summary>Pods that are ready.</summary>
    public int NumberReady { get; set; }

    /// <summary>Pods of the newest template.</summary>
    public int? UpdatedNumberScheduled { get; set; }

    /// <summary>Pods that are available.</summary>
    public int? NumberAvailable { get; set; }

    /// <summary>Pods that are not.</summary>
    public int? NumberUnavailable { get; set; }
}
