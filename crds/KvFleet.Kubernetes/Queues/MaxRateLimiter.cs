namespace KvFleet.Kubernetes.Queues;

/// <summary>Asks several limiters and takes the longest delay.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <param name="limiters">The limiters; each counts every failure.</param>
public sealed class MaxRateLimiter<TKey>(params IReadOnlyList<IRateLimiter<TKey>> limiters) : IRateLimiter<TKey>
    where TKey : notnull
{
    /// <inheritdoc/>
    public TimeSpan When(TKey key)
    {
        var longest = TimeSpan.Zero;
        foreach (var limiter in limiters)
        {
            var delay = limiter.When(key);
            if (delay > longest)
                longest = delay;
        }

        return longest;
    }

    /// <inheritdoc/>
    public void Forget(TKey key)
    {
        foreach (var limiter in limiters)
            limiter.Forget(key);
    }

    /// <inheritdoc/>
    public int Retries(TKey key)
    {
        var most = 0;
        foreach (var limiter in limiters)
            most = Math.Max(most, limiter.Retries(key));
        return most;
    }
}
