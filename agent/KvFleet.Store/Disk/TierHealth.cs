using KvFleet.Store.Disk.Health;

namespace KvFleet.Store.Disk;

/// <summary>The condition of a tier as its threads change it. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class TierHealth(TimeProvider time)
{
    private readonly Lock _gate = new();
    private DiskHealth _health = new(new DiskCondition(DiskReasons.Recovering, "", time.GetUtcNow()));
    private WriteThrottle _throttle = WriteThrottle.None;

    /// <summary>How it is.</summary>
    public DiskCondition Condition
    {
        get
        {
            lock (_gate)
                return _health.Condition;
        }
    }

    /// <summary>What each write waits before it begins.</summary>
    public TimeSpan Pause
    {
        get
        {
            lock (_gate)
                return _throttle.Pause;
        }
    }

    /// <summary>Whether a trial is due.</summary>
    public bool IsTrialDue
    {
        get
        {
            lock (_gate)
                return _health.Condition.IsDegraded && time.GetUtcNow() >= _health.NextTrial;
        }
    }

    /// <summary>Something failed.</summary>
    public void Failed(Exception error) => Change(health => health.Failed(error, time.GetUtcNow()));

    /// <summary>A trial, or the start, succeeded.</summary>
    public void Succeeded() => Change(health => health.Succeeded(time.GetUtcNow()));

    /// <summary>Takes a look at the device.</summary>
    public void Look(in DeviceLoad load)
    {
        lock (_gate)
        {
            _throttle = _throttle.Next(load);
            _health = _health.Busy(_throttle.Why, time.GetUtcNow());
        }
    }

    private void Change(Func<DiskHealth, DiskHealth> next)
    {
        lock (_gate)
            _health = next(_health);
    }
}
