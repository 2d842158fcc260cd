using System.Collections.Concurrent;

namespace KvFleet.Operator.Status;

/// <summary>
/// Remembers what was written last, for as long as the local copy may not show it: comparing with an old copy would write the same again. Safe to use from any thread.
/// </summary>
/// <typeparam name="TStatus">The status.</typeparam>
/// <param name="time">The clock.</param>
public sealed class StatusMemory<TStatus>(TimeProvider time)
    where TStatus : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, (TStatus Status, DateTimeOffset Until)> _written = new(StringComparer.Ordinal);

    /// <summary>What the server has, as far as can be told.</summary>
    /// <param name="uid">The object.</param>
    /// <param name="known">What the local copy shows.</param>
    public TStatus? Newest(string uid, TStatus? known)
    {
        if (!_written.TryGetValue(uid, out var written))
            return known;
        if (time.GetUtcNow() < written.Until)
            return written.Status;
        _written.TryRemove(uid, out _);
        return known;
    }

    /// <summary>A status was written.</summary>
    /// <param name="uid">The object.</param>
    /// <param name="status">The status.</param>
    public void Written(string uid, TStatus status) => _written[uid] = (status, time.GetUtcNow() + Patience);
}
