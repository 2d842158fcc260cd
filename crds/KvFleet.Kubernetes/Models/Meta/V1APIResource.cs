namespace KvFleet.Kubernetes.Models;

/// <summary>A resource that the server has.</summary>
public sealed class V1APIResource
{
    /// <summary>Plural name; subresources are written <c>pods/status</c>.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Kind.</summary>
    public string Kind { get; set; } = string.Empty;

    /// <summary>Whether objects live in namespaces.</summary>
    public bool Namespaced { get; set; }

    /// <summary>Names for typing, for example <c>po</c>.</summary>
    public IList<string>? ShortNames { get; set; }

    /// <summary>What can be done with it.</summary>
    public IList<string>? Verbs { get; set; }
}
