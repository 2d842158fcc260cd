using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Model.Accelerators;
using KvFleet.Planning.Inventory;

namespace KvFleet.Operator.Inventory;

/// <summary>Keeps every node's accelerator class, debounced. Used by one thread at a time.</summary>
/// <param name="debounce">How long a changed class must be seen before it counts.</param>
public sealed class ClassBook(TimeSpan debounce)
{
    private readonly ClassDebouncer _debouncer = new(debounce);
    private readonly Dictionary<string, DebouncedClass> _states = new(StringComparer.Ordinal);

    /// <summary>The class of a node now.</summary>
    /// <param name="node">The Node.</param>
    /// <param name="stored">What its status says: where a failover or restart begins, so that a flapping label does not win by patience.</param>
    /// <param name="now">The present.</param>
    public AcceleratorClass Observe(V1Node node, NodeAcceleratorClass? stored, DateTimeOffset now)
    {
        var observed = AcceleratorClass.Of(
            AcceleratorDetector.Detect(
                (node.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal)).AsReadOnly(), Numbers(node.Status?.Allocatable), Numbers(node.Status?.Capacity)),
            Memory(node));
        var previous = _states.GetValueOrDefault(node.Uid()) ?? Restore(stored, observed);
        var state = _debouncer.Observe(previous, observed, now);
        _states[node.Uid()] = state;
        return state.Current;
    }

    /// <summary>When some class may change although nothing else does; null if none may.</summary>
    public DateTimeOffset? NextChange => _states.Values.Select(_debouncer.SettlesAt).Min();

    /// <summary>Forgets nodes that are gone.</summary>
    /// <param name="uids">Those that are there.</param>
    public void Keep(IReadOnlySet<string> uids)
    {
        foreach (var gone in _states.Keys.Where(uid => !uids.Contains(uid)).ToList())
            _states.Remove(gone);
    }

    private static DebouncedClass? Restore(NodeAcceleratorClass? stored, AcceleratorClass observed)
    {
        if (stored is null || stored.Name == observed.Name || !Enum.TryParse<AcceleratorVendor>(stored.Vendor, out var vendor))
            return null;
        var accelerators = new AcceleratorFacts(vendor, stored.Product ?? "", stored.Memory?.ToInt64() ?? 0, stored.Count);

        // The name holds the memory bucket that the status does not spell out; only a class that makes the same name again is the same class.
        var restored = new AcceleratorClass(accelerators, observed.HostMemoryBytes);
        return restored.Name == stored.Name ? new DebouncedClass(restored) : null;
    }

    private static long Memory(V1Node node) => node.Status?.Capacity is { } capacity && capacity.TryGetValue("memory", out var memory) ? Math.Max(0, memory.ToInt64()) : 0;

    private static Dictionary<string, long> Numbers(IDictionary<string, ResourceQuantity>? quantities) =>
        (quantities ?? new Dictionary<string, ResourceQuantity>(StringComparer.Ordinal)).ToDictionary(pair => pair.Key, pair => pair.Value.ToInt64(), StringComparer.Ordinal);
}
