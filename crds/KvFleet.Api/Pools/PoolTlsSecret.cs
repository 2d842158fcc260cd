using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>A Secret of type kubernetes.io/tls in the pool's namespace. The operator must have been allowed to get it: see the ClusterRole kvfleet-resp-secrets.</summary>
public sealed class PoolTlsSecret
{
    /// <summary>Name of the Secret.</summary>
    [Required, Length(minLength: 1, maxLength: 253)]
    public string Name { get; set; } = "";
}
