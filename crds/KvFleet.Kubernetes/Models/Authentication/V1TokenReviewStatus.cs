namespace KvFleet.Kubernetes.Models;

/// <summary>The answer.</summary>
public sealed class V1TokenReviewStatus
{
    /// <summary>Whether the token is good.</summary>
    public bool? Authenticated { get; set; }

    /// <summary>Whose it is.</summary>
    public V1UserInfo? User { get; set; }

    /// <summary>Which of the audiences it is good for.</summary>
    public IList<string>? Audiences { get; set; }

    /// <summary>Why it could not be checked.</summary>
    public string? Error { get; set; }
}
