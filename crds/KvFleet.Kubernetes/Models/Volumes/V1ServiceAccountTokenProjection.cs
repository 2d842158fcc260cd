namespace KvFleet.Kubernetes.Models;

/// <summary>A token that is kept fresh.</summary>
public sealed class V1ServiceAccountTokenProjection
{
    /// <summary>For whom the token is good; the API server by default.</summary>
    public string? Audience { get; set; }

    /// <summary>Life of the token, at least 600.</summary>
    public long? ExpirationSeconds { get; set; }

    /// <summary>File name.</summary>
    public string Path { get; set; } = string.Empty;
}
