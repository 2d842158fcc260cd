namespace KvFleet.Kubernetes.Models;

/// <summary>What a container does; one of three.</summary>
public sealed class V1ContainerState
{
    /// <summary>Not yet.</summary>
    public V1ContainerStateWaiting? Waiting { get; set; }

    /// <summary>It runs.</summary>
    public V1ContainerStateRunning? Running { get; set; }

    /// <summary>It ended.</summary>
    public V1ContainerStateTerminated? Terminated { get; set; }
}
