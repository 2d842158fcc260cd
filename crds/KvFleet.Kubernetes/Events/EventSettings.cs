namespace KvFleet.Kubernetes.Events;

/// <summary>Who reports events and how much is kept.</summary>
public sealed record EventSettings
{
    /// <summary>The reporting controller, as a qualified name, for example <c>kvfleet.io/operator</c>.</summary>
    public required string ReportingController { get; init; }

    /// <summary>The reporting instance, usually the pod's name; at most 128 characters.</summary>
    public required string ReportingInstance { get; init; }

    /// <summary>How many events may wait to be sent; further ones are dropped and counted.</summary>
    public int QueueCapacity { get; init; } = 1000;

    /// <summary>How many different events are remembered for repetitions.</summary>
    public int MaxSeries { get; init; } = 4096;

    /// <summary>A series without repetition for this long is over: its last count is written and the next event is a new one.</summary>
    public TimeSpan SeriesFinish { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>How often the count of a running series is written. It also keeps the event from expiring (an hour by default).</summary>
    public TimeSpan SeriesRefresh { get; init; } = TimeSpan.FromMinutes(30);
}
