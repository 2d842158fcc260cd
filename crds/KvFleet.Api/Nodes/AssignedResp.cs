namespace KvFleet.Api.Nodes;

/// <summary>How an agent serves a pool over the Redis protocol on TCP. Password and certificate are not here: the operator hands them to the agents that need them, in memory.</summary>
public sealed record AssignedResp
{
    /// <summary>The port.</summary>
    public int Port { get; init; }

    /// <summary>Whether clients must speak TLS.</summary>
    public bool Tls { get; init; }
}
