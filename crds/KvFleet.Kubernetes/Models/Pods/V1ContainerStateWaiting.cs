namespace KvFleet.Kubernetes.Models;

/// <summary>Why a container does not run yet.</summary>
public sealed class V1ContainerStateWaiting
{
    /// <summary>For example <c>CrashLoopBackOff</c>.</summary>
    public string? Reason { get; set; }

    /// <summary>For people.</summary>
    public string? Message { get; set; }
}
