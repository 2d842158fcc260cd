namespace KvFleet.Kubernetes.Models;

/// <summary>The <c>scale</c> subresource of a scalable object.</summary>
public sealed class V1Scale
{
    /// <summary>Group and version.</summary>
    public string ApiVersion { get; set; } = "autoscaling/v1";

    /// <summary>Kind.</summary>
    public string Kind { get; set; } = "Scale";

    /// <summary>Metadata of the scaled object.</summary>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What is wished for.</summary>
    public V1ScaleSpec? Spec { get; set; }

    /// <summary>What was observed last.</summary>
    public V1ScaleStatus? Status { get; set; }
}
