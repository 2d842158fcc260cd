namespace KvFleet.Sweeping.Pacing;

/// <summary>A budget of so many things a second for all threads together; up to half a second of it may be used at once.</summary>
internal sealed class RateLimiter
{
    private const double BurstSeconds = 0.5;
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly double _perSecond;
    private readonly long _start;
    private double _usedUntil;

    /// <param name="perSecond">How many; 0: any number.</param>
    /// <param name="time">The clock.</param>
    public RateLimiter(double perSecond, TimeProvider time)
    {
        (_perSecond, _time) = (perSecond, time);
        _start = time.GetTimestamp();
        _usedUntil = -BurstSeconds;
    }

    /// <summary>Takes some, and waits until they are there.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it waited.</exception>
    public void Take(int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_perSecond <= 0)
            return;
        double wait;
        lock (_gate)
        {
            var now = _time.GetElapsedTime(_start).TotalSeconds;
            _usedUntil = Math.Max(_usedUntil, now - BurstSeconds) + (count / _perSecond);
            wait = _usedUntil - now;
        }

        if (wait > 0 && cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(wait)))
            cancellationToken.ThrowIfCancellationRequested();
    }
}
