namespace KvFleet.Kubernetes.Models;

/// <summary>A secret in a projected volume.</summary>
public sealed class V1SecretProjection
{
    /// <summary>Its name.</summary>
    public string? Name { get; set; }

    /// <summary>Which keys; all by default.</summary>
    public IList<V1KeyToPath>? Items { get; set; }

    /// <summary>True: absence is no error.</summary>
    public bool? Optional { get; set; }
}
