namespace KvFleet.Kubernetes.Models;

/// <summary>A key of a secret or configuration map.</summary>
public sealed class V1KeySelector
{
    /// <summary>Name of the object.</summary>
    public string? Name { get; set; }

    /// <summary>The key.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary>True: absence is no error.</summary>
    public bool? Optional { get; set; }
}
