using KvFleet.Model;

namespace KvFleet.Planning.Allocation;

/// <summary>Finds out what keeps a pool from its capacity, and says it in one sentence with numbers and remedy.</summary>
internal sealed class ShortfallFinder(Snapshot snapshot, NodeSnapshot[] nodes)
{
    private readonly Dictionary<MemoryKind, NodeRooms> _alone = [];

    /// <summary>The reason and the sentence.</summary>
    /// <param name="pool">The pool, allocated.</param>
    /// <param name="facts">Its result.</param>
    public (ShortfallReason Reason, string Message) Find(PoolState pool, PoolFacts facts)
    {
        var (asked, has) = (ByteText.Format(pool.Pool.CapacityBytes), ByteText.Format(facts.AssignedBytes));
        if (snapshot.Options.Mode == FleetMode.DrainAll)
        {
            return (ShortfallReason.FleetDrain, $"Drains: an admin switched the whole fleet to drain; capacity {asked} comes back when the switch is set to run.");
        }

        if (pool.Pool.Deleting)
        {
            return (ShortfallReason.PoolDeleting, "Drains: the pool is being deleted.");
        }

        if (pool.Problem is { } problem)
        {
            return (ShortfallReason.InvalidPool, $"{problem} Until then it keeps {has}.");
        }

        if (facts.AssignedBytes >= pool.Pool.CapacityBytes)
        {
            return (ShortfallReason.None, $"Has {has} of {asked} on {Nodes(facts.Used)}.");
        }

        return Fixed(pool, asked, has) ?? Sized(pool, facts, asked, has) ?? Limited(pool, facts, asked, has);
    }

    private (ShortfallReason Reason, string Message)? Fixed(PoolState pool, string asked, string has)
    {
        if (snapshot.Options.Mode == FleetMode.Freeze)
        {
            return (ShortfallReason.Frozen, $"Stays at {has} of {asked}: an admin froze the whole fleet; it grows when the switch is set to run.");
        }

        return pool.Pool.Paused ? (ShortfallReason.Paused, $"Stays at {has} of {asked}: the pool is paused; unset spec.paused to let it grow.") : null;
    }

    private (ShortfallReason Reason, string Message)? Sized(PoolState pool, PoolFacts facts, string asked, string has)
    {
        var quantum = ByteText.Format(pool.Quantum);
        if (pool.Wish == 0)
        {
            return (ShortfallReason.BelowQuantum, $"Capacity {asked} is less than one quantum of {quantum}, the smallest size that is assigned; raise spec.capacity or have an admin lower the quantum.");
        }

        if (facts.AssignedBytes / pool.Quantum >= pool.Wish)
        {
            return (ShortfallReason.QuantumRounding, $"Has {has} of {asked} on {Nodes(facts.Used)}; the rest is less than one quantum of {quantum}: make spec.capacity a multiple of it.");
        }

        if (facts.Matched == 0)
        {
            return (ShortfallReason.NoNodeMatches, $"Capacity {asked}, but spec.nodeSelector matches none of {Nodes(nodes.Length)}; correct the selector or label the nodes.");
        }

        return facts.Usable == 0
            ? (ShortfallReason.NoNodeUsable, $"Capacity {asked}, but none of {Nodes(facts.Matched)} that the selector matches can be used: {States(pool)}; bring one back or widen spec.nodeSelector.")
            : null;
    }

    private (ShortfallReason Reason, string Message) Limited(PoolState pool, PoolFacts facts, string asked, string has)
    {
        if (pool.Goal < pool.Wish && pool.Final.Sum() >= pool.Goal)
        {
            var cap = ByteText.Format(snapshot.NamespaceCaps[pool.Pool.Key.Namespace]);
            return (ShortfallReason.NamespaceCap, $"Has {has} of {asked}: all pools of namespace {pool.Pool.Key.Namespace} together may have {cap}, shared by weight; lower spec.capacity or have an admin raise the namespace's cap.");
        }

        var minimum = ByteText.Format(pool.Minimum * pool.Quantum);
        if (pool.Minimum > pool.Wish)
        {
            return (ShortfallReason.MinimumDoesNotFit, $"Capacity {asked} is less than the minimum of {minimum} on a single node; raise spec.capacity or lower spec.hostMemory.minPerNode.");
        }

        var (bounded, largest, unbounded) = Alone(pool);
        if (pool.Minimum > 1 && bounded == 0)
        {
            return (ShortfallReason.MinimumDoesNotFit, $"The minimum of {minimum} per node fits on none of {Nodes(facts.Usable)}, the largest of which has room for {ByteText.Format(largest * pool.Quantum)}; lower spec.hostMemory.minPerNode or raise the node budgets.");
        }

        if (bounded < pool.Wish)
        {
            var most = ByteText.Format(bounded * pool.Quantum);
            return unbounded >= pool.Wish && pool.Pool.PerNodeMaxBytes is { } maximum
                ? (ShortfallReason.NodeMaximum, $"Has {has}: capacity {asked} exceeds what {Nodes(facts.Usable)} give at no more than {ByteText.Format(maximum)} each: {most}; raise spec.hostMemory.maxPerNode, lower spec.capacity or widen spec.nodeSelector.")
                : (ShortfallReason.NodeBudget, $"Has {has}: capacity {asked} exceeds what {Nodes(facts.Usable)} can give: {most}; lower spec.capacity, widen spec.nodeSelector or raise the node budgets.");
        }

        return pool.Refused?.Any(refused => refused) == true
            ? (ShortfallReason.MinimumDoesNotFit, $"Has {has} of {asked} on {Nodes(facts.Used)}: for another node at the minimum of {minimum} the capacity does not reach, or other pools leave too little there; lower spec.hostMemory.minPerNode or make the capacity a multiple of it.")
            : (ShortfallReason.SharedByWeight, $"Has {has} of {asked} on {Nodes(facts.Used)}: other pools share these nodes by weight (this one's is {pool.Pool.Weight}) or hold memory there; raise spec.weight, lower capacities, widen spec.nodeSelector or raise the node budgets.");
    }

    /// <summary>Quanta the pool could have if no other pool existed: within its bounds, on the largest node, and without its maximum.</summary>
    private (long Bounded, long Largest, long Unbounded) Alone(PoolState pool)
    {
        var kind = pool.Pool.MemoryKind;
        if (!_alone.TryGetValue(kind, out var rooms))
        {
            _alone[kind] = rooms = new NodeRooms([.. nodes.Select(node => node.Budget[kind])], pool.Quantum, kind, 1, snapshot.Options);
        }

        var (bounded, largest, unbounded) = (0L, 0L, 0L);
        for (var node = 0; node < nodes.Length; node++)
        {
            var room = pool.Access[node].Kind switch
            {
                AccessKind.Open => rooms.Quanta(node, 1),
                AccessKind.Keep => pool.Final[node],
                _ => 0,
            };
            largest = Math.Max(largest, room);
            unbounded += room;
            bounded += room >= pool.Minimum ? Math.Min(room, pool.Maximum) : 0;
        }

        return (bounded, largest, unbounded);
    }

    private static string States(PoolState pool)
        => string.Join(", ", pool.Access
            .Where(access => access is { Matched: true, Kind: AccessKind.Closed or AccessKind.Drop })
            .GroupBy(access => access.Reason)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {State(group.Key)}"));

    private static string State(PlanReason reason) => reason switch
    {
        PlanReason.NodeExcluded => "excluded by annotation",
        PlanReason.NodeCordoned => "cordoned",
        PlanReason.NodeSick => "with a broken accelerator",
        PlanReason.NodeNotAnswering or PlanReason.NodeLost => "not answering",
        PlanReason.TaintNotTolerated => "with a taint that spec.tolerations does not cover",
        _ => reason.ToString(),
    };

    private static string Nodes(int count) => count == 1 ? "1 node" : $"{count} nodes";
}
