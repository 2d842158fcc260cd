namespace KvFleet.Kubernetes.Models;

/// <summary>The answer.</summary>
public sealed class V1SelfSubjectReviewStatus
{
    /// <summary>Who.</summary>
    public V1UserInfo? UserInfo { get; set; }
}
