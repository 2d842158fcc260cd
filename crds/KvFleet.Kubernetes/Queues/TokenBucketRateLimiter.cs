namespace KvFleet.Kubernetes.Queues;

/// <summary>
/// Over all keys: so many retries a second, with a burst. Tokens are reserved ahead: the hundredth caller in a row gets a
/// longer delay than the first, so a thousand objects that fail together do not come back together.
/// </summary>
/// <typeparam name="TKey">The key's type.</typeparam>
public sealed class TokenBucketRateLimiter<TKey> : IRateLimiter<TKey>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly double _perSecond;
    private readonly double _burst;
    private double _tokens;
    private long _refilledAt;

    /// <summary>Makes a full bucket.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="perSecond">Tokens that come back each second, above 0.</param>
    /// <param name="burst">Most tokens held, at least 1.</param>
    public TokenBucketRateLimiter(TimeProvider time, double perSecond, int burst)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(burst, 1);
        _time = time;
        _perSecond = perSecond;
        _burst = burst;
        _tokens = burst;
        _refilledAt = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public TimeSpan When(TKey key)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            _tokens = Math.Min(_burst, _tokens + (_time.GetElapsedTime(_refilledAt, now).TotalSeconds * _perSecond));
            _refilledAt = now;
            _tokens--;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / _perSecond);
        }
    }

    /// <summary>Does nothing: the bucket is everybody's.</summary>
    public void Forget(TKey key)
    {
    }

    /// <summary>Always 0: the bucket does not know keys.</summary>
    public int Retries(TKey key) => 0;
}
