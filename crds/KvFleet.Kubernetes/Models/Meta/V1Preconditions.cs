namespace KvFleet.Kubernetes.Models;

/// <summary>What must hold for a deletion to happen.</summary>
public sealed class V1Preconditions
{
    /// <summary>The object must be of this incarnation.</summary>
    public string? Uid { get; set; }

    /// <summary>The object must be at this version.</summary>
    public string? ResourceVersion { get; set; }
}
