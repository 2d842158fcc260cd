namespace KvFleet.Kubernetes.Models;

/// <summary>Doing something to another URL.</summary>
public sealed class V1NonResourceAttributes
{
    /// <summary>Path.</summary>
    public string? Path { get; set; }

    /// <summary>HTTP verb in lower case.</summary>
    public string? Verb { get; set; }
}
