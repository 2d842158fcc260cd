namespace KvFleet.Kubernetes.Models;

/// <summary>The answer.</summary>
public sealed class V1SubjectAccessReviewStatus
{
    /// <summary>Whether it is allowed.</summary>
    public bool Allowed { get; set; }

    /// <summary>Whether it is denied for good.</summary>
    public bool? Denied { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>What could not be evaluated.</summary>
    public string? EvaluationError { get; set; }
}
