namespace KvFleet.Kubernetes.Models;

/// <summary>A directory that lives as long as the pod.</summary>
public sealed class V1EmptyDirVolumeSource
{
    /// <summary>Empty, <c>Memory</c> or <c>HugePages</c>.</summary>
    public string? Medium { get; set; }

    /// <summary>Most bytes.</summary>
    public ResourceQuantity? SizeLimit { get; set; }
}
