using KvFleet.Kubernetes.Queues;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>How a controller runs.</summary>
public sealed class ControllerOptions
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    /// <summary>The name in logs and metrics: short, lower case, unique. By default made from the kind or the class.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>How many runs, of different keys, may go on at once.</summary>
    public int Workers { get; set; } = 1;

    /// <summary>How long one run may take before it is cancelled and counted as failed.</summary>
    public TimeSpan ReconcileTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a key waits after the first event for others that belong to it. The time is not extended by further events: under constant change
    /// the controller runs once in this time instead of never.
    /// </summary>
    public TimeSpan Debounce { get; set; }

    /// <summary>Whether only the leader runs it. Others (certificates, webhooks) run in every replica.</summary>
    public bool NeedsLeaderElection { get; set; } = true;

    /// <summary>The share of a requeue time that is added by chance, so that a thousand objects of one age do not come back together.</summary>
    public double RequeueJitter { get; set; } = 0.1;

    /// <summary>Delays between failures of one key; null for <see cref="RateLimiters.ForController{TKey}"/>.</summary>
    public Func<TimeProvider, IRateLimiter<ObjectKey>>? RateLimiter { get; set; }

    /// <summary>Refuses settings with which the controller would do nothing, or nothing sensible.</summary>
    /// <exception cref="InvalidOperationException">A setting makes no sense.</exception>
    internal void Validate()
    {
        if (Workers < 1)
            throw new InvalidOperationException($"Controller '{Name}' has {Workers} workers and would never run; give it at least one.");
        if (ReconcileTimeout <= TimeSpan.Zero)
            throw new InvalidOperationException($"Controller '{Name}' has a reconcile timeout of {ReconcileTimeout}: every run would be cancelled at once.");
        if (ReconcileTimeout > LongestTimeout)
            throw new InvalidOperationException($"Controller '{Name}' has a reconcile timeout of {ReconcileTimeout}; it must be a day at most, or a run that hangs blocks its worker for good.");
        if (Debounce < TimeSpan.Zero)
            throw new InvalidOperationException($"Controller '{Name}' has a negative debounce time ({Debounce}).");
        if (RequeueJitter is not (>= 0 and <= 1))
            throw new InvalidOperationException($"Controller '{Name}' has a requeue jitter of {RequeueJitter}; it is a share between 0 and 1.");
    }
}
