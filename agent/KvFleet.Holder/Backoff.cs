namespace KvFleet.Holder;

/// <summary>Growing, jittered pauses: holders of a node must not all knock at once when the agent comes back.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    private TimeSpan? _next;

    /// <summary>The next pause: between half of and one and a half times a base that doubles up to the longest.</summary>
    internal TimeSpan Next()
    {
        var current = _next ?? first;
        _next = current * 2 < longest ? current * 2 : longest;
        return current * (0.5 + random());
    }

    /// <summary>Starts over with the first.</summary>
    internal void Reset() => _next = null;
}
