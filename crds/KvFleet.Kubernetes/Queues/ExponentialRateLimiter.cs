namespace KvFleet.Kubernetes.Queues;

/// <summary>Per key: the base delay, doubled with each failure, up to a maximum. Remembers a key until it is forgotten.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
public sealed class ExponentialRateLimiter<TKey> : IRateLimiter<TKey>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly TimeSpan _base;
    private readonly TimeSpan _max;

    /// <summary>Makes a limiter; client-go's defaults are 5 ms and 1000 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The base is not positive or above the maximum.</exception>
    public ExponentialRateLimiter(TimeSpan baseDelay, TimeSpan maxDelay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(baseDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDelay, baseDelay);
        _base = baseDelay;
        _max = maxDelay;
    }

    /// <inheritdoc/>
    public TimeSpan When(TKey key)
    {
        int failures;
        lock (_lock)
        {
            failures = _failures.GetValueOrDefault(key);
            _failures[key] = failures + 1;
        }

        // In floating point: 2^63 ticks are reached after few failures, infinity is never compared wrongly.
        var ticks = _base.Ticks * Math.Pow(2, failures);
        return ticks >= _max.Ticks ? _max : TimeSpan.FromTicks((long)ticks);
    }

    /// <inheritdoc/>
    public void Forget(TKey key)
    {
        lock (_lock)
            _failures.Remove(key);
    }

    /// <inheritdoc/>
    public int Retries(TKey key)
    {
        lock (_lock)
            return _failures.GetValueOrDefault(key);
    }
}
