namespace KvFleet.Kubernetes;

/// <summary>Where objects of a kind live.</summary>
public enum EntityScope
{
    /// <summary>In a namespace.</summary>
    Namespaced,

    /// <summary>In the cluster as a whole.</summary>
    Cluster,
}
