namespace KvFleet.Operator.Options;

/// <summary>How replicas decide which of them works. The defaults are those of Kubernetes' own components.</summary>
public sealed class LeadershipOptions
{
    /// <summary>How long others wait after the last sign of life of the one that works.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the one that works goes on trying to say that it lives before it gives up; less than <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two tries; less than <see cref="RenewDeadline"/>.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);
}
