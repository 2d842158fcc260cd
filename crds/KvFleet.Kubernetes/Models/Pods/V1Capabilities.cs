namespace KvFleet.Kubernetes.Models;

/// <summary>Kernel capabilities.</summary>
public sealed class V1Capabilities
{
    /// <summary>Added.</summary>
    public IList<string>? Add { get; set; }

    /// <summary>Dropped; <c>ALL</c> for every one.</summary>
    public IList<string>? Drop { get; set; }
}
