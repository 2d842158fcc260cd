namespace KvFleet.Kubernetes.Models;

/// <summary>How a kind is called.</summary>
public sealed class V1CustomResourceDefinitionNames
{
    /// <summary>Kind.</summary>
    public string Kind { get; set; } = string.Empty;

    /// <summary>Kind of its lists.</summary>
    public string? ListKind { get; set; }

    /// <summary>Plural name.</summary>
    public string Plural { get; set; } = string.Empty;

    /// <summary>Singular name.</summary>
    public string? Singular { get; set; }

    /// <summary>Short names.</summary>
    public IList<string>? ShortNames { get; set; }
}
