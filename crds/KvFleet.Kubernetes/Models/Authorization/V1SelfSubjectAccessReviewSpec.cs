namespace KvFleet.Kubernetes.Models;

/// <summary>The question.</summary>
public sealed class V1SelfSubjectAccessReviewSpec
{
    /// <summary>What, for resources.</summary>
    public V1ResourceAttributes? ResourceAttributes { get; set; }

    /// <summary>What, for other URLs.</summary>
    public V1NonResourceAttributes? NonResourceAttributes { get; set; }
}
