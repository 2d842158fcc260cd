using System.Collections.Concurrent;

namespace KvFleet.Operator.Faults;

/// <summary>
/// Remembers refusals and losses, in memory: they decide when the next holder may be made, so that nothing is tried in a hot loop, and what the pool's conditions say. Safe to use from any thread.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class FaultBook(TimeProvider time)
{
    private static readonly TimeSpan LossDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefusalDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(5);

    // A holder that has been fine for this long was not lost for a reason that still holds.
    private static readonly TimeSpan Forgiven = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string PoolUid, string Node), HolderFault> _faults = new();

    /// <summary>Notes a fault; the delay doubles with each in a row, up to five minutes.</summary>
    /// <param name="poolUid">The pool.</param>
    /// <param name="node">The node.</param>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">The same in words, with cause and remedy.</param>
    /// <returns>The fault as noted.</returns>
    public HolderFault Note(string poolUid, string node, HolderFaultKind kind, string message)
    {
        var now = time.GetUtcNow();
        return _faults.AddOrUpdate(
            (poolUid, node),
            _ => Make(1),
            (_, before) => Make(before.Kind == kind && now - before.Until < Forgiven ? before.Failures + 1 : 1));

        HolderFault Make(int failures)
        {
            var first = kind == HolderFaultKind.Lost ? LossDelay : RefusalDelay;
            var delay = first * Math.Pow(2, Math.Min(failures - 1, 16));
            return new HolderFault(poolUid, node, kind, message, failures, now, now + (delay < MaxDelay ? delay : MaxDelay));
        }
    }

    /// <summary>Until when no holder of a pool may be made on a node; null when one may.</summary>
    /// <param name="poolUid">The pool.</param>
    /// <param name="node">The node.</param>
    public DateTimeOffset? Until(string poolUid, string node) => _faults.TryGetValue((poolUid, node), out var fault) ? fault.Until : null;

    /// <summary>Forgets refusals, because the pod was accepted or is not wanted any more. Losses are remembered longer, or a pod that dies every second would be made every second.</summary>
    /// <param name="poolUid">The pool.</param>
    /// <param name="node">The node.</param>
    public void Settle(string poolUid, string node)
    {
        if (_faults.TryGetValue((poolUid, node), out var fault) && (fault.Kind != HolderFaultKind.Lost || time.GetUtcNow() - fault.Until >= Forgiven))
            _faults.TryRemove(KeyValuePair.Create((poolUid, node), fault));
    }

    /// <summary>Forgets refusals where nothing is wanted any more, and pools that are gone.</summary>
    /// <param name="wanted">Whether a pool (by UID) is to have bytes on a node.</param>
    public void Prune(Func<string, string, bool> wanted)
    {
        foreach (var (poolUid, node) in _faults.Keys.Where(key => !wanted(key.PoolUid, key.Node)))
            Settle(poolUid, node);
    }

    /// <summary>Forgets a pool: it is gone, or its owner changed it and every refusal deserves another try.</summary>
    /// <param name="poolUid">The pool.</param>
    public void Forget(string poolUid)
    {
        foreach (var key in _faults.Keys.Where(key => key.PoolUid == poolUid))
            _faults.TryRemove(key, out _);
    }

    /// <summary>The faults of a pool, by node name.</summary>
    /// <param name="poolUid">The pool.</param>
    public IReadOnlyList<HolderFault> Of(string poolUid) =>
        [.. _faults.Values.Where(fault => fault.PoolUid == poolUid).OrderBy(fault => fault.Node, StringComparer.Ordinal)];
}
