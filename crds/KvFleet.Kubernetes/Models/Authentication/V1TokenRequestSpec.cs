namespace KvFleet.Kubernetes.Models;

/// <summary>The question.</summary>
public sealed class V1TokenRequestSpec
{
    /// <summary>For whom it shall be good.</summary>
    public IList<string>? Audiences { get; set; }

    /// <summary>Life, at least 600.</summary>
    public long? ExpirationSeconds { get; set; }

    /// <summary>Object with which the token dies.</summary>
    public V1BoundObjectReference? BoundObjectRef { get; set; }
}
