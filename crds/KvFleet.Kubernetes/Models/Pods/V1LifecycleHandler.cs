namespace KvFleet.Kubernetes.Models;

/// <summary>A hook.</summary>
public sealed class V1LifecycleHandler
{
    /// <summary>A command.</summary>
    public V1ExecAction? Exec { get; set; }

    /// <summary>An HTTP request.</summary>
    public V1HTTPGetAction? HttpGet { get; set; }
}
