namespace KvFleet.Testing;

/// <summary>A timer of <see cref="FakeTimeProvider"/>, which owns <see cref="Due"/> and <see cref="Order"/> under its lock.</summary>
internal sealed class FakeTimer(FakeTimeProvider provider, TimerCallback callback, object? state) : ITimer
{
    private volatile bool _disposed;

    public DateTimeOffset Due { get; set; }

    public long Order { get; set; }

    public TimeSpan Period { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        if (_disposed)
            return false;
        Period = period;
        provider.Schedule(this, dueTime);
        return true;
    }

    public void Fire()
    {
        if (!_disposed)
            callback(state);
    }

    public void Dispose()
    {
        _disposed = true;
        provider.Remove(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Validate(TimeSpan value, string name)
    {
        if (value < TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, value, "Neither a duration nor infinite.");
    }
}
