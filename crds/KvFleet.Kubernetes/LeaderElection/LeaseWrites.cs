using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.LeaderElection;

/// <summary>What is written into a lease. Pure: every state is made from the one before it, and carries its version, so that a stale write is a conflict.</summary>
internal static class LeaseWrites
{
    /// <summary>How long a released lease runs on: long enough for every validation, too short to wait for.</summary>
    private const int ReleasedDurationSeconds = 1;

    /// <summary>The first lease of that name.</summary>
    public static V1Lease Created(LeaderElectionOptions options, DateTimeOffset now) => Write(
        new V1ObjectMeta { Name = options.LeaseName, NamespaceProperty = options.LeaseNamespace },
        new V1LeaseSpec { HolderIdentity = options.Identity, LeaseDurationSeconds = Seconds(options), AcquireTime = now, LeaseTransitions = 0 },
        now);

    /// <summary>The lease in our hands: renewed when it was already, taken over otherwise.</summary>
    public static V1Lease Held(V1Lease current, LeaderElectionOptions options, DateTimeOffset now)
    {
        var before = current.Spec;
        var keeps = string.Equals(before?.HolderIdentity, options.Identity, StringComparison.Ordinal);
        return Write(
            current.Metadata,
            new V1LeaseSpec
            {
                HolderIdentity = options.Identity,
                LeaseDurationSeconds = Seconds(options),
                AcquireTime = (keeps ? before?.AcquireTime : null) ?? now,
                LeaseTransitions = (before?.LeaseTransitions ?? 0) + (keeps ? 0 : 1),
            },
            now);
    }

    /// <summary>The lease in nobody's hands.</summary>
    public static V1Lease Released(V1Lease mine, DateTimeOffset now) => Write(
        mine.Metadata,
        new V1LeaseSpec { LeaseDurationSeconds = ReleasedDurationSeconds, AcquireTime = now, LeaseTransitions = mine.Spec?.LeaseTransitions ?? 0 },
        now);

    private static V1Lease Write(V1ObjectMeta metadata, V1LeaseSpec spec, DateTimeOffset now)
    {
        spec.RenewTime = now;
        return new V1Lease { Metadata = metadata, Spec = spec };
    }

    private static int Seconds(LeaderElectionOptions options) => (int)Math.Ceiling(options.LeaseDuration.TotalSeconds);
}
