namespace KvFleet.Kubernetes.Models;

/// <summary>Hooks of a container.</summary>
public sealed class V1Lifecycle
{
    /// <summary>After the start.</summary>
    public V1LifecycleHandler? PostStart { get; set; }

    /// <summary>Before the end.</summary>
    public V1LifecycleHandler? PreStop { get; set; }
}
