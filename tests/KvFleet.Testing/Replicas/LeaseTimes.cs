namespace KvFleet.Testing;

/// <summary>The times of an election.</summary>
/// <param name="Lease">How long others wait after the last sign of life.</param>
/// <param name="Renew">How long the leader tries to renew before it gives up.</param>
/// <param name="Retry">Time between two tries, to which up to a fifth is added by chance.</param>
public sealed record LeaseTimes(TimeSpan Lease, TimeSpan Renew, TimeSpan Retry);
