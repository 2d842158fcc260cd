namespace KvFleet.Kubernetes.Queues;

/// <summary>Decides how long a key that failed has to wait.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
public interface IRateLimiter<in TKey>
    where TKey : notnull
{
    /// <summary>Counts one more failure of <paramref name="key"/> and returns how long to wait before the retry.</summary>
    TimeSpan When(TKey key);

    /// <summary>Forgets the failures of <paramref name="key"/>.</summary>
    void Forget(TKey key);

    /// <summary>How many failures of <paramref name="key"/> are remembered.</summary>
    int Retries(TKey key);
}
