namespace KvFleet.Kubernetes.Queues;

/// <summary>The limiter that controllers use.</summary>
public static class RateLimiters
{
    /// <summary>
    /// The delay of client-go's controllers: 5 ms doubled with each failure of the key up to 1000 s, and over all keys at most
    /// 10 retries a second after a burst of 100.
    /// </summary>
    /// <typeparam name="TKey">The key's type.</typeparam>
    /// <param name="time">The clock.</param>
    public static IRateLimiter<TKey> ForController<TKey>(TimeProvider time)
        where TKey : notnull =>
        new MaxRateLimiter<TKey>(
            new ExponentialRateLimiter<TKey>(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1000)),
            new TokenBucketRateLimiter<TKey>(time, perSecond: 10, burst: 100));
}
