namespace KvFleet.Kubernetes.Informers;

/// <summary>How long to wait after a failure: 0.8 s, doubled each time up to 30 s, and up to as much again by chance. Two minutes without failure start it over.</summary>
internal sealed class InformerBackoff(TimeProvider timeProvider)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(2);
    private TimeSpan _next = First;
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    public TimeSpan Next()
    {
        var now = timeProvider.GetUtcNow();
        // The wait itself is not time without failure.
        if (now - _last > Healthy + Longest + Longest)
            _next = First;
        _last = now;
        var wait = _next * (1 + Random.Shared.NextDouble());
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return wait;
    }
}
