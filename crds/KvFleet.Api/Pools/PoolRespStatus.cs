namespace KvFleet.Api.Pools;

/// <summary>Where clients of the Redis protocol find the pool.</summary>
public sealed class PoolRespStatus
{
    /// <summary>The port, the same on every node. The pool keeps it for as long as it lives.</summary>
    public int? Port { get; set; }

    /// <summary>The headless Service in the pool's namespace whose addresses are the agents of the nodes that hold the pool.</summary>
    public string? Service { get; set; }

    /// <summary>Nodes that serve it now.</summary>
    public int Nodes { get; set; }
}
