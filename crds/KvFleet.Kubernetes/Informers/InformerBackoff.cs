namespace KvFleet.Kubernetes.Informers;

/// <summary>How long to wait after a failure: 0.8 s, doubled each time up to 30 s, and up to as much again by chance. Two minutes without failure start it over.</summary>
internal sealed class InformerBackoff(TimeProvider timeProvider)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(2);
    // A proxy's idea of "later" may be tomorrow.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(5);

    private TimeSpan _next = First;
    private TimeSpan _lastWait;
    private long _lastFailure = timeProvider.GetTimestamp();

    /// <param name="atLeast">What the server asked for; null where it did not.</param>
    public TimeSpan Next(TimeSpan? atLeast = null)
    {
        // By the monotonic clock: one that is set must not look like health. The wait itself is not time without failure.
        if (timeProvider.GetElapsedTime(_lastFailure) - _lastWait > Healthy)
            _next = First;
        _lastFailure = timeProvider.GetTimestamp();
        _lastWait = _next * (1 + Random.Shared.NextDouble());
        if (atLeast > _lastWait)
            _lastWait = atLeast < LongestAsked ? atLeast.Value : LongestAsked;
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return _lastWait;
    }
}
