using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>One entry of a Secret in the pool's namespace. The operator must have been allowed to get it: see the ClusterRole kvfleet-resp-secrets.</summary>
public sealed class PoolSecretKey
{
    /// <summary>Name of the Secret.</summary>
    [Required, Length(minLength: 1, maxLength: 253)]
    public string Name { get; set; } = "";

    /// <summary>The entry.</summary>
    [Length(minLength: 1, maxLength: 253), DefaultValue("password")]
    public string? Key { get; set; }
}
