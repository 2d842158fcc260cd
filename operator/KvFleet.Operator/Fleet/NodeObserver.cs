using KvFleet.Api;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Inventory;
using KvFleet.Operator.Options;
using KvFleet.Planning;
using KvFleet.Planning.Budget;

namespace KvFleet.Operator.Fleet;

/// <summary>Draws the picture of one node. Pure but for the class book.</summary>
/// <param name="options">Settings of budgets.</param>
/// <param name="classes">Accelerator classes.</param>
internal sealed class NodeObserver(PlanningOptions options, ClassBook classes)
{
    public NodePicture Observe(V1Node node, Api.Nodes.V1Alpha1KVCacheNode? cacheNode, NodeMemory others, IReadOnlyList<HolderPod> holders, AgentPresence agent, IReadOnlyList<string> faults, DateTimeOffset now)
    {
        var allocatable = Allocatable(node);
        var stuck = Stuck(agent, holders);
        var budget = Compute(node, MemoryKind.Regular, allocatable, others, stuck);
        return new NodePicture
        {
            Node = node,
            Object = cacheNode,
            Eligibility = NodeEligibilityRules.Judge(node, agent, faults),
            Class = classes.Observe(node, cacheNode?.Status?.AcceleratorClass, now),
            Allocatable = allocatable,
            RequestedByOthers = others,
            Budget = budget,
            Budgets = new NodeMemory(
                budget.Bytes,
                Compute(node, MemoryKind.HugePages2Mi, allocatable, others, 0).Bytes,
                Compute(node, MemoryKind.HugePages1Gi, allocatable, others, 0).Bytes),
            Agent = agent,
            Faults = faults,
            Holders = holders,
        };
    }

    private NodeBudgetResult Compute(V1Node node, MemoryKind kind, NodeMemory allocatable, NodeMemory others, long stuck)
    {
        var (wanted, problem) = kind == MemoryKind.Regular ? Annotation(node) : default;
        var result = NodeBudget.Compute(
            new NodeBudgetInput { Kind = kind, AllocatableBytes = allocatable[kind], OtherRequestsBytes = others[kind], StuckBytes = stuck, OverrideBytes = wanted },
            options.Budget);
        return problem is null ? result : result with { Message = $"{result.Message} {problem}" };
    }

    // A budget that cannot be read is as if it were not there, but says so: zero would drain a node over a typing error.
    private static (long? Bytes, string? Problem) Annotation(V1Node node)
    {
        if (node.GetAnnotation(WellKnownAnnotations.HostMemoryBudget) is not { } text)
            return (null, null);
        return ResourceQuantity.TryParse(text, out var quantity, out var error) && quantity.ToInt64() >= 0
            ? (quantity.ToInt64(), null)
            : (null, $"The annotation {WellKnownAnnotations.HostMemoryBudget} is ignored: {error ?? $"'{text}' is negative"}.");
    }

    private static NodeMemory Allocatable(V1Node node)
    {
        var quantities = node.Status?.Allocatable;
        return new NodeMemory(Of(MemoryKind.Regular), Of(MemoryKind.HugePages2Mi), Of(MemoryKind.HugePages1Gi));

        long Of(MemoryKind kind) => quantities is not null && quantities.TryGetValue(PodRequests.ResourceName(kind), out var quantity) ? Math.Max(0, quantity.ToInt64()) : 0;
    }

    // Bytes whose holder is gone but that some engine still maps: no pod requests them any more, yet the machine does not have them.
    private static long Stuck(AgentPresence agent, IReadOnlyList<HolderPod> holders)
    {
        if (!agent.Answers)
            return 0;
        var held = holders.Where(holder => !holder.Ended).Select(holder => holder.PoolUid).ToHashSet(StringComparer.Ordinal);
        return agent.State!.Report!.Pools.Where(pool => !held.Contains(pool.Uid)).Sum(static pool => Math.Max(pool.DrainingBytes, pool.StuckBytes));
    }
}
