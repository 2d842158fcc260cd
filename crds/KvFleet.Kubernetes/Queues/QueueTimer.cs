namespace KvFleet.Kubernetes.Queues;

/// <summary>Calls at the earliest of many times, which are the queue's timestamps. Guarded by the queue's lock.</summary>
internal sealed class QueueTimer(TimeProvider time, TimerCallback onDue) : IDisposable
{
    // A timer takes at most 49 days; re-arming once a day costs nothing and also bounds clock drift.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly ITimer _timer = time.CreateTimer(onDue, state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private long? _armedFor;

    /// <summary>When a delay that starts now is over.</summary>
    public long After(TimeSpan delay)
    {
        var ticks = delay.TotalSeconds * time.TimestampFrequency;
        // Infinite delays exist ("never again, unless something happens") and must not overflow into the past.
        return time.GetTimestamp() + (ticks >= long.MaxValue / 4 ? long.MaxValue / 4 : (long)ticks);
    }

    /// <summary>Makes sure that it calls at <paramref name="due"/> at the latest, or a day from now, whichever comes first.</summary>
    public void Arm(long? due)
    {
        if (due is not { } at || at >= _armedFor)
            return;

        _armedFor = at;
        var left = time.GetElapsedTime(time.GetTimestamp(), at);
        // Timers count whole milliseconds; rounding down would wake up just before the time and spin.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, left.TotalMilliseconds)));
        _timer.Change(wait < Longest ? wait : Longest, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Notes that it has called.</summary>
    public void Fired() => _armedFor = null;

    public void Disarm() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
