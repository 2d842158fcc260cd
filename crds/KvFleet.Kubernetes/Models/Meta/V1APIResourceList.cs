namespace KvFleet.Kubernetes.Models;

/// <summary>The resources of one group and version.</summary>
public sealed class V1APIResourceList
{
    /// <summary>Group and version.</summary>
    public string GroupVersion { get; set; } = string.Empty;

    /// <summary>The resources and subresources.</summary>
    public IList<V1APIResource> Resources { get; set; } = [];
}
