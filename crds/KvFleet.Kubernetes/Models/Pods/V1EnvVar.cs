namespace KvFleet.Kubernetes.Models;

/// <summary>An environment variable.</summary>
public sealed class V1EnvVar
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Its value.</summary>
    public string? Value { get; set; }

    /// <summary>Where the value comes from.</summary>
    public V1EnvVarSource? ValueFrom { get; set; }
}
