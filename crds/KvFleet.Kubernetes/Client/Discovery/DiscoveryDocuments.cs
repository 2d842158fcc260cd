namespace KvFleet.Kubernetes.Client;

// What the discovery endpoints answer: /api and /apis in the aggregated form (apidiscovery.k8s.io/v2 and v2beta1, which are alike), or in the old one.

internal sealed class ApiRoot
{
    public string? Kind { get; set; }

    /// <summary>Aggregated: the groups.</summary>
    public IList<DiscoveredGroup>? Items { get; set; }

    /// <summary>Old form of /apis: the groups.</summary>
    public IList<ApiGroup>? Groups { get; set; }

    /// <summary>Old form of /api: the versions of the core group.</summary>
    public IList<string>? Versions { get; set; }
}

internal sealed class ApiGroup
{
    public string Name { get; set; } = string.Empty;

    public IList<ApiGroupVersion> Versions { get; set; } = [];

    public ApiGroupVersion? PreferredVersion { get; set; }
}

internal sealed class ApiGroupVersion
{
    public string GroupVersion { get; set; } = string.Empty;
}

internal sealed class DiscoveredGroup
{
    public V1ObjectMeta? Metadata { get; set; }

    public IList<DiscoveredVersion> Versions { get; set; } = [];
}

internal sealed class DiscoveredVersion
{
    public string Version { get; set; } = string.Empty;

    public string? Freshness { get; set; }

    public IList<DiscoveredResource>? Resources { get; set; }
}

internal sealed class DiscoveredResource
{
    public string Resource { get; set; } = string.Empty;

    public DiscoveredKind? ResponseKind { get; set; }

    public string? Scope { get; set; }

    public IList<string>? Verbs { get; set; }

    public IList<string>? ShortNames { get; set; }

    public IList<DiscoveredSubresource>? Subresources { get; set; }
}

internal sealed class DiscoveredSubresource
{
    public string Subresource { get; set; } = string.Empty;
}

internal sealed class DiscoveredKind
{
    public string? Kind { get; set; }
}
