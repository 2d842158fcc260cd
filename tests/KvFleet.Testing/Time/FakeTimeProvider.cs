namespace KvFleet.Testing;

/// <summary>
/// Time that stands still until a test moves it. Timers, <see cref="Task.Delay(TimeSpan, TimeProvider)"/>, <see cref="PeriodicTimer"/> and
/// cancellation after a delay all follow it when they are made with this provider.
/// </summary>
/// <remarks>
/// <see cref="Advance"/> runs the callbacks of due timers on the calling thread, in order of their due times, and each sees the moment it was due at.
/// Code under test that awaits goes on elsewhere: <see cref="WaitForTimersAsync"/> says when it has come to wait again.
/// </remarks>
public sealed class FakeTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private readonly DateTimeOffset _start;
    private DateTimeOffset _now;
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;
    private long _sequence;

    /// <summary>Starts at midnight of 1 January 2026, UTC.</summary>
    public FakeTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Starts at a moment.</summary>
    /// <param name="start">The moment.</param>
    public FakeTimeProvider(DateTimeOffset start) => _start = _now = start.ToUniversalTime();

    /// <summary>By how much each reading of the clock moves it. Zero by default.</summary>
    public TimeSpan AutoAdvanceAmount { get; set; }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _zone;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers are waiting to fire.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_gate)
                return _timers.Count;
        }
    }

    /// <summary>The time until the earliest timer fires; null when none waits.</summary>
    public TimeSpan? UntilNextTimer
    {
        get
        {
            lock (_gate)
                return _timers.Count == 0 ? null : _timers.Min(t => t.Due) - _now;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        DateTimeOffset now;
        lock (_gate)
        {
            now = _now;
            _now += AutoAdvanceAmount;
        }

        if (AutoAdvanceAmount > TimeSpan.Zero)
            FireDue(null);
        return now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => (GetUtcNow() - _start).Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets the zone that <see cref="TimeProvider.GetLocalNow"/> uses.</summary>
    /// <param name="zone">The zone.</param>
    public void SetLocalTimeZone(TimeZoneInfo zone) => _zone = zone;

    /// <summary>Moves time forward to a moment and fires what is due until then.</summary>
    /// <param name="value">The moment, not before the present one.</param>
    public void SetUtcNow(DateTimeOffset value)
    {
        lock (_gate)
            ArgumentOutOfRangeException.ThrowIfLessThan(value, _now);
        MoveTo(value.ToUniversalTime());
    }

    /// <summary>Moves time forward and fires what is due until then.</summary>
    /// <param name="delta">How far; not negative.</param>
    public void Advance(TimeSpan delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delta, TimeSpan.Zero);
        DateTimeOffset target;
        lock (_gate)
            target = _now + delta;
        MoveTo(target);
    }

    /// <summary>Moves time to the earliest timer and fires it.</summary>
    /// <returns>How far time moved; null when no timer waits.</returns>
    public TimeSpan? AdvanceToNextTimer()
    {
        if (UntilNextTimer is not { } delta)
            return null;
        Advance(delta);
        return delta;
    }

    /// <summary>Completes once at least <paramref name="count"/> timers wait: the code under test has come to rest.</summary>
    /// <param name="count">The number of timers.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task WaitForTimersAsync(int count, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_timers.Count >= count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    internal void Schedule(FakeTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            timer.Due = _now + dueTime;
            timer.Order = _sequence++;
            _timers.Add(timer);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_timers.Count < _waiters[i].Count)
                    continue;
                _waiters[i].Reached.TrySetResult();
                _waiters.RemoveAt(i);
            }
        }

        // A timer that is due at once fires now, not at the next move of the clock.
        if (dueTime == TimeSpan.Zero)
            FireDue(null);
    }

    internal void Remove(FakeTimer timer)
    {
        lock (_gate)
            _timers.Remove(timer);
    }

    private void MoveTo(DateTimeOffset target)
    {
        FireDue(target);
        lock (_gate)
        {
            // A callback, or another thread, may itself have moved the clock further.
            if (target > _now)
                _now = target;
        }
    }

    private void FireDue(DateTimeOffset? target)
    {
        while (true)
        {
            FakeTimer? next;
            lock (_gate)
            {
                next = _timers.MinBy(t => (t.Due, t.Order));
                if (next is null || next.Due > (target ?? _now))
                    return;
                if (next.Due > _now)
                    _now = next.Due;
                _timers.Remove(next);
                if (next.Period > TimeSpan.Zero)
                {
                    next.Due += next.Period;
                    next.Order = _sequence++;
                    _timers.Add(next);
                }
            }

            next.Fire();
        }
    }
}
