using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.LeaderElection;

/// <summary>A lease as it was seen last, and when, by this process's own monotonic clock.</summary>
/// <remarks>
/// The times in the lease are another machine's and are never compared with ours: with clocks minutes apart a leader would look dead, or never die.
/// What counts is how long the lease has not changed under our eyes.
/// </remarks>
internal sealed record ObservedLease(V1Lease Lease, long SeenAt)
{
    public string Holder => Lease.Spec?.HolderIdentity ?? string.Empty;

    /// <summary>The same holder's same renewal: seeing it again is no sign of life.</summary>
    public bool IsSameAs(V1Lease other)
    {
        var (a, b) = (Lease.Spec, other.Spec);
        return string.Equals(Lease.Uid(), other.Uid(), StringComparison.Ordinal)
            && string.Equals(a?.HolderIdentity, b?.HolderIdentity, StringComparison.Ordinal)
            && a?.RenewTime == b?.RenewTime
            && a?.AcquireTime == b?.AcquireTime
            && a?.LeaseDurationSeconds == b?.LeaseDurationSeconds
            && a?.LeaseTransitions == b?.LeaseTransitions;
    }

    /// <summary>Whether the holder must still be believed. It is its own announced duration that counts, not ours: replicas may be configured differently during an upgrade.</summary>
    public bool IsValid(TimeProvider time)
    {
        var duration = TimeSpan.FromSeconds(Lease.Spec?.LeaseDurationSeconds ?? 0);
        return Holder.Length > 0 && time.GetElapsedTime(SeenAt) < duration;
    }
}
