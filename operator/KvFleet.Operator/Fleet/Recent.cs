using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Operator.Inventory;

namespace KvFleet.Operator.Fleet;

/// <summary>
/// What this process wrote a moment ago and its local copies may not show yet. Without it, a step would be decided on the state before the last one. Safe to use from any thread.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class Recent(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (HolderPod Pod, DateTimeOffset Until)> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, V1Alpha1KVCacheNode> _nodes = new(StringComparer.Ordinal);

    /// <summary>A holder pod was created.</summary>
    /// <param name="pod">The pod.</param>
    public void Created(HolderPod pod)
    {
        lock (_lock)
            _pods[pod.Uid] = (pod, time.GetUtcNow() + Patience);
    }

    /// <summary>A KVCacheNode was applied.</summary>
    /// <param name="node">As the server stored it.</param>
    public void Applied(V1Alpha1KVCacheNode node)
    {
        lock (_lock)
            _nodes[node.Name()] = node;
    }

    /// <summary>Adds the pods that the local copy lacks; one that it has shown, or that it has not shown for long, is forgotten.</summary>
    /// <param name="known">The pods in the local copy.</param>
    public IReadOnlyList<HolderPod> Complete(IReadOnlyList<HolderPod> known)
    {
        using var entered = _lock.EnterScope();
        if (_pods.Count == 0)
            return known;
        var now = time.GetUtcNow();
        foreach (var pod in known)
            _pods.Remove(pod.Uid);
        foreach (var late in _pods.Where(pair => pair.Value.Until <= now).Select(pair => pair.Key).ToList())
            _pods.Remove(late);
        return [.. known, .. _pods.Values.Select(pair => pair.Pod)];
    }

    /// <summary>When a pod that the local copy has not shown counts as gone: it was deleted before anybody looked. Null if all were seen.</summary>
    public DateTimeOffset? NextDoubt
    {
        get
        {
            lock (_lock)
                return _pods.Count == 0 ? null : _pods.Values.Min(static entry => entry.Until);
        }
    }

    /// <summary>The newer of two versions of a node's object.</summary>
    /// <param name="known">The one in the local copy; null if it has none.</param>
    /// <param name="name">The node's name.</param>
    public V1Alpha1KVCacheNode? Newer(V1Alpha1KVCacheNode? known, string name)
    {
        using var entered = _lock.EnterScope();
        if (!_nodes.TryGetValue(name, out var applied))
            return known;
        if (known is not null && (known.Uid() != applied.Uid() || known.Metadata.Generation >= applied.Metadata.Generation))
        {
            _nodes.Remove(name);
            return known;
        }

        // A copy that lacks the object may not have heard of it yet, or it was deleted: believe our own write for a short time only.
        if (known is null && applied.Metadata.CreationTimestamp is { } created && time.GetUtcNow() - created > Patience)
        {
            _nodes.Remove(name);
            return null;
        }

        return applied;
    }
}
