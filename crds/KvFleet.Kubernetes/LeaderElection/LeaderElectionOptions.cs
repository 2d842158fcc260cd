namespace KvFleet.Kubernetes.LeaderElection;

/// <summary>Which lease to hold and for how long. The times are those of client-go.</summary>
public sealed record LeaderElectionOptions
{
    /// <summary>The lease's name.</summary>
    public required string LeaseName { get; init; }

    /// <summary>The lease's namespace.</summary>
    public required string LeaseNamespace { get; init; }

    /// <summary>Who this replica is; unique, also across restarts of the same pod name.</summary>
    public required string Identity { get; init; }

    /// <summary>How long others wait after the last change that they saw before they take the lease. Whole seconds.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader goes on trying to renew before it gives up. Shorter than <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two tries.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Refuses times with which two replicas could lead at once.</summary>
    /// <exception cref="InvalidOperationException">The times contradict each other.</exception>
    public void Validate()
    {
        if (LeaseDuration < TimeSpan.FromSeconds(1) || LeaseDuration <= RenewDeadline)
        {
            throw new InvalidOperationException(
                $"The lease duration ({LeaseDuration}) must be at least a second and longer than the renew deadline ({RenewDeadline}): otherwise a second leader starts before the first gives up.");
        }

        if (RetryPeriod <= TimeSpan.Zero || RenewDeadline <= RetryPeriod * LeaderElector.JitterFactor)
        {
            throw new InvalidOperationException(
                $"The renew deadline ({RenewDeadline}) must be longer than the retry period ({RetryPeriod}) and its jitter (times {LeaderElector.JitterFactor}): otherwise the first late answer costs the leadership.");
        }
    }
}
