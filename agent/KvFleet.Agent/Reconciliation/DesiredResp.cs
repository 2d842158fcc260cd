namespace KvFleet.Agent.Reconciliation;

/// <summary>How a pool is served over the Redis protocol on TCP.</summary>
/// <param name="Port">The port, on every address of the agent.</param>
/// <param name="Tls">Whether clients must speak TLS.</param>
internal sealed record DesiredResp(int Port, bool Tls);
