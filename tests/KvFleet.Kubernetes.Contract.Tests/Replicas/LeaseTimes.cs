namespace KvFleet.Kubernetes.Contract.Tests.Replicas;

/// <summary>The times of an election.</summary>
internal sealed record LeaseTimes(TimeSpan Lease, TimeSpan Renew, TimeSpan Retry);
