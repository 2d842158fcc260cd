namespace KvFleet.Kubernetes.Models;

/// <summary>Object with which a token dies.</summary>
public sealed class V1BoundObjectReference
{
    /// <summary>Group and version.</summary>
    public string? ApiVersion { get; set; }

    /// <summary><c>Pod</c>, <c>Secret</c> or <c>Node</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>Name.</summary>
    public string? Name { get; set; }

    /// <summary>Incarnation.</summary>
    public string? Uid { get; set; }
}
