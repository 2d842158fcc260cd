namespace KvFleet.Kubernetes.Models;

/// <summary>The question.</summary>
public sealed class V1TokenReviewSpec
{
    /// <summary>The token.</summary>
    public string? Token { get; set; }

    /// <summary>For whom it must be good.</summary>
    public IList<string>? Audiences { get; set; }
}
