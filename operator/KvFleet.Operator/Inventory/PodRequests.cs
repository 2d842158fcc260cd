using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Planning;

namespace KvFleet.Operator.Inventory;

/// <summary>What a pod takes from its node, counted as the scheduler counts it. Pure.</summary>
public static class PodRequests
{
    /// <summary>The resource that is counted for each kind of memory.</summary>
    /// <param name="kind">The kind.</param>
    public static string ResourceName(MemoryKind kind) => kind switch
    {
        MemoryKind.HugePages2Mi => "hugepages-2Mi",
        MemoryKind.HugePages1Gi => "hugepages-1Gi",
        _ => "memory",
    };

    /// <summary>
    /// The effective requests: the larger of what all containers need together and what any init container needs while it runs (beside the sidecars started before it),
    /// plus the runtime's overhead. Pod-level requests, where a server has them, replace the sum over containers.
    /// </summary>
    /// <param name="spec">The pod's specification; null counts nothing.</param>
    public static NodeMemory Effective(V1PodSpec? spec) => spec is null
        ? default
        : new NodeMemory(Effective(spec, MemoryKind.Regular), Effective(spec, MemoryKind.HugePages2Mi), Effective(spec, MemoryKind.HugePages1Gi));

    private static long Effective(V1PodSpec spec, MemoryKind kind)
    {
        var name = ResourceName(kind);
        var overhead = Of(spec.Overhead, name) ?? 0;
        if (Of(spec.Resources?.Requests, name) is { } podLevel)
            return podLevel + overhead;

        var sidecars = 0L;
        var peak = 0L;
        foreach (var init in spec.InitContainers ?? [])
        {
            var bytes = Of(init, name);
            if (string.Equals(init.RestartPolicy, "Always", StringComparison.Ordinal))
                sidecars += bytes;
            else
                peak = Math.Max(peak, sidecars + bytes);
        }

        return Math.Max(peak, sidecars + spec.Containers.Sum(container => Of(container, name))) + overhead;
    }

    private static long Of(V1Container container, string name) => Of(container.Resources?.Requests, name) ?? 0;

    private static long? Of(IDictionary<string, ResourceQuantity>? quantities, string name) =>
        quantities is not null && quantities.TryGetValue(name, out var quantity) ? quantity.ToInt64() : null;
}
