using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>The Redis protocol over TCP, for clients without a volume of the pool. Each node that holds the pool serves what it holds itself.</summary>
public sealed class PoolResp
{
    /// <summary>Whether agents listen. Pods with the pool's volume have resp.sock in it in any case.</summary>
    [DefaultValue(true)]
    public bool? Enabled { get; set; }

    /// <summary>The password that clients say with AUTH.</summary>
    [Required]
    public PoolSecretKey PasswordSecret { get; set; } = new();

    /// <summary>Certificate and key. With it, clients must speak TLS; without, password and values cross the pod network in clear.</summary>
    public PoolTlsSecret? TlsSecret { get; set; }
}
