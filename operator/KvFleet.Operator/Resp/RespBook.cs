using System.Collections.Concurrent;

namespace KvFleet.Operator.Resp;

/// <summary>What was found about pools that are served over the Redis protocol, for their status. Secrets are not in it. Safe to use from any thread.</summary>
public sealed class RespBook
{
    private readonly ConcurrentDictionary<string, RespState> _states = new(StringComparer.Ordinal);

    /// <summary>What was found last; null before anything was.</summary>
    /// <param name="poolUid">The pool.</param>
    public RespState? Of(string poolUid) => _states.GetValueOrDefault(poolUid);

    /// <summary>Notes what was found.</summary>
    /// <param name="poolUid">The pool.</param>
    /// <param name="state">What was found.</param>
    /// <returns>Whether it is news.</returns>
    public bool Note(string poolUid, RespState state)
    {
        var before = Of(poolUid);
        _states[poolUid] = state;
        return before != state;
    }

    /// <summary>Forgets a pool.</summary>
    /// <param name="poolUid">The pool.</param>
    /// <returns>Whether there was something to forget.</returns>
    public bool Forget(string poolUid) => _states.TryRemove(poolUid, out _);
}
