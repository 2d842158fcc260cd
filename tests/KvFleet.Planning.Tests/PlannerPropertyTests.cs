using FsCheck;
using FsCheck.Fluent;

namespace KvFleet.Planning.Tests;

/// <summary>What must hold for every fleet. Fleets are small and tight on purpose: that is where rules meet.</summary>
public sealed class PlannerPropertyTests
{
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("KVFLEET_PROPERTY_ROUNDS"), out var rounds) ? rounds : 1;
    private const long Quantum = 64 * Fleet.Mi;

    private static readonly Gen<long> Quanta = Gen.Choose(0, 40).Select(quanta => quanta * Quantum);

    private static readonly Gen<NodeSnapshot[]> Nodes =
        from count in Gen.Choose(0, 6)
        from nodes in Gen.ArrayOf(
            from regular in Gen.Choose(0, 4000)
            from huge in Gen.Choose(0, 1500)
            from giant in Gen.Choose(0, 3)
            from eligibility in Gen.Frequency((8, Gen.Constant(NodeEligibility.Eligible)), (3, Gen.Elements(Enum.GetValues<NodeEligibility>())))
            from age in Gen.Choose(0, 10)
            from zone in Gen.Elements("a", "b")
            from taint in Gen.Frequency((6, Gen.Constant<TaintEffect?>(null)), (1, Gen.Elements<TaintEffect?>(TaintEffect.NoSchedule, TaintEffect.NoExecute)))
            select new NodeSnapshot
            {
                Name = "",
                Budget = new NodeMemory(regular * Fleet.Mi, huge * 2 * Fleet.Mi, giant * Fleet.Gi),
                Eligibility = eligibility,
                EligibilitySince = Fleet.Now - TimeSpan.FromMinutes(age),
                Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["zone"] = zone },
                Taints = taint is { } effect ? [new NodeTaint("dedicated", "x", effect)] : [],
            },
            count)
        select nodes.Select((node, index) => node with { Name = $"n{index}" }).ToArray();

    private static Gen<PoolSnapshot> Pool(NodeSnapshot[] nodes) =>
        from capacity in Gen.Choose(1, 12_000)
        from minimum in Gen.Frequency((3, Gen.Constant(0L)), (1, Quanta))
        from maximum in Gen.Frequency((3, Gen.Constant<long?>(null)), (1, Quanta.Select(quanta => (long?)(quanta + Quantum))))
        from weight in Gen.Choose(1, 5)
        from kind in Gen.Frequency((5, Gen.Constant(MemoryKind.Regular)), (2, Gen.Elements(MemoryKind.HugePages1Gi, MemoryKind.HugePages2Mi)))
        from zone in Gen.Elements("a", "b", "", "")
        from state in Gen.Frequency((9, Gen.Constant((false, false))), (1, Gen.Elements((true, false), (false, true))))
        from tolerant in Gen.Elements(true, false)
        from current in Gen.ArrayOf(Gen.Frequency((2, Gen.Constant(0L)), (2, Quanta)), nodes.Length)
        from team in Gen.Elements("red", "blue")
        select new PoolSnapshot
        {
            Key = new PoolKey(team, ""),
            Uid = "",
            CapacityBytes = capacity * Fleet.Mi,
            PerNodeMinBytes = minimum,
            PerNodeMaxBytes = maximum,
            Weight = weight,
            MemoryKind = kind,
            NodeSelector = zone.Length == 0 ? NodeSelector.All : NodeSelector.ByLabels(("zone", zone)),
            Tolerations = tolerant ? [new PodToleration("", TolerationOperator.Exists)] : [],
            Current = nodes.Zip(current).ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal),
            Paused = state.Item1,
            Deleting = state.Item2,
        };

    private static readonly Gen<Snapshot> Snapshots =
        from nodes in Nodes
        from count in Gen.Choose(0, 5)
        from pools in Gen.ArrayOf(Pool(nodes), count)
        from capped in Gen.Elements(true, false)
        from cap in Gen.Choose(0, 6000)
        from overhead in Gen.Elements(true, false)
        from band in Gen.Elements(0, 0.05, 0.3)
        from mode in Gen.Frequency((12, Gen.Constant(FleetMode.Run)), (1, Gen.Elements(FleetMode.Freeze, FleetMode.DrainAll)))
        select new Snapshot
        {
            Now = Fleet.Now,
            Nodes = nodes,
            Pools = [.. pools.Select((pool, index) => pool with { Key = pool.Key with { Name = $"p{index}" }, Uid = $"u{index}" })],
            NamespaceCaps = capped ? new Dictionary<string, long>(StringComparer.Ordinal) { ["red"] = cap * Fleet.Mi } : new Dictionary<string, long>(StringComparer.Ordinal),
            Options = new PlannerOptions { QuantumBytes = Quantum, DeadBand = band, Mode = mode, OverheadPerHolder = overhead ? HolderOverhead.For : (_, _) => 0 },
        };

    private static void Holds(Action<Snapshot, Plan> property, int tests = 1500)
        => Prop.ForAll(Snapshots.ToArbitrary(), snapshot =>
        {
            Plan? plan = null;
            try
            {
                plan = Planner.Plan(snapshot);
                property(snapshot, plan);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{failure.Message}\n{Fleet.Describe(snapshot, plan)}", failure);
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(tests * Rounds).WithStartSize(10));

    private static PoolSnapshot PoolOf(Snapshot snapshot, NodeAssignment assignment) => snapshot.Pools.Single(pool => pool.Key == assignment.Pool);

    private static bool IsFixed(NodeAssignment assignment) => assignment.Reason is PlanReason.Paused or PlanReason.Frozen or PlanReason.PoolInvalid;

    private static bool IsKept(NodeAssignment assignment)
        => assignment.Reason is PlanReason.NodeCordoned or PlanReason.NodeSick or PlanReason.NodeNotAnswering || (assignment.Reason == PlanReason.TaintNotTolerated && assignment.Bytes > 0);

    [Fact]
    public void No_node_is_over_its_budget_of_any_kind_with_overhead_but_by_what_is_paused_or_frozen()
        => Holds((snapshot, plan) =>
        {
            foreach (var node in snapshot.Nodes)
            {
                foreach (var kind in Enum.GetValues<MemoryKind>())
                {
                    var here = plan.ForNode(node.Name).Where(assignment => assignment.Bytes > 0 && PoolOf(snapshot, assignment).MemoryKind == kind).ToArray();
                    var planned = here.Where(assignment => !IsFixed(assignment)).Sum(assignment => assignment.Bytes);
                    var pinned = here.Where(IsFixed).Sum(assignment => assignment.Bytes);
                    planned.ShouldBeLessThanOrEqualTo(Math.Max(0, node.Budget[kind] - pinned));
                }

                var overhead = plan.ForNode(node.Name).Where(assignment => assignment.Bytes > 0 && !IsFixed(assignment))
                    .Sum(assignment => snapshot.Options.OverheadPerHolder(assignment.Bytes, PoolOf(snapshot, assignment).MemoryKind));
                var regular = plan.ForNode(node.Name).Where(assignment => PoolOf(snapshot, assignment).MemoryKind == MemoryKind.Regular).ToArray();
                if (!plan.ForNode(node.Name).Any(IsFixed))
                {
                    (overhead + regular.Sum(assignment => assignment.Bytes)).ShouldBeLessThanOrEqualTo(node.Budget.Regular);
                }
            }
        });

    [Fact]
    public void Assignments_are_whole_quanta_and_whole_pages()
        => Holds((snapshot, plan) =>
        {
            foreach (var assignment in plan.Assignments.Where(assignment => !IsFixed(assignment)))
            {
                var page = PoolOf(snapshot, assignment).MemoryKind == MemoryKind.HugePages1Gi ? Fleet.Gi : Quantum;
                (assignment.Bytes % page).ShouldBe(0);
                assignment.Bytes.ShouldBeGreaterThanOrEqualTo(0);
            }
        });

    [Fact]
    public void No_pool_gets_more_than_its_capacity_and_the_sums_agree()
        => Holds((snapshot, plan) =>
        {
            plan.Pools.Select(pool => pool.Key).ShouldBe(snapshot.Pools.Select(pool => pool.Key).Order());
            foreach (var pool in plan.Pools)
            {
                pool.AssignedBytes.ShouldBe(pool.Assignments.Sum(assignment => assignment.Bytes));
                pool.NodesUsed.ShouldBe(pool.Assignments.Count(assignment => assignment.Bytes > 0));
                pool.NodesUsed.ShouldBeLessThanOrEqualTo(pool.NodesUsable);
                pool.Message.ShouldNotBeEmpty();
                pool.Assignments.ShouldAllBe(assignment => assignment.Message.Length > 0);
                if (!pool.Assignments.Any(IsFixed))
                {
                    pool.AssignedBytes.ShouldBeLessThanOrEqualTo(pool.RequestedBytes);
                }

                (pool.Reason == ShortfallReason.None).ShouldBe(
                    pool.ShortfallBytes == 0 && !snapshot.Pools.Single(one => one.Key == pool.Key).Deleting && snapshot.Options.Mode != FleetMode.DrainAll && pool.Reason != ShortfallReason.InvalidPool);
            }
        });

    [Fact]
    public void Minimum_and_maximum_per_node_hold_wherever_a_pool_may_move()
        => Holds((snapshot, plan) =>
        {
            foreach (var assignment in plan.Assignments.Where(assignment => assignment.Bytes > 0 && !IsFixed(assignment)))
            {
                var pool = PoolOf(snapshot, assignment);
                assignment.Bytes.ShouldBeGreaterThanOrEqualTo(IsKept(assignment) ? 0 : pool.PerNodeMinBytes);
                assignment.Bytes.ShouldBeLessThanOrEqualTo(pool.PerNodeMaxBytes ?? long.MaxValue);
            }
        });

    [Fact]
    public void Namespaces_stay_within_their_caps_but_by_what_is_paused_or_frozen()
        => Holds((snapshot, plan) =>
        {
            foreach (var (name, cap) in snapshot.NamespaceCaps)
            {
                var here = plan.Assignments.Where(assignment => assignment.Pool.Namespace == name).ToArray();
                here.Where(assignment => !IsFixed(assignment)).Sum(assignment => assignment.Bytes)
                    .ShouldBeLessThanOrEqualTo(Math.Max(0, cap - here.Where(IsFixed).Sum(assignment => assignment.Bytes)));
            }
        });

    [Fact]
    public void What_may_not_grow_does_not_grow_and_what_must_go_goes()
        => Holds((_, plan) =>
        {
            foreach (var assignment in plan.Assignments)
            {
                if (IsKept(assignment))
                {
                    assignment.Bytes.ShouldBeLessThanOrEqualTo(assignment.CurrentBytes);
                }

                if (IsFixed(assignment))
                {
                    assignment.Bytes.ShouldBe(assignment.CurrentBytes);
                }

                if (assignment.Reason is PlanReason.NodeExcluded or PlanReason.NodeLost or PlanReason.NodeNotSelected or PlanReason.PoolDeleting or PlanReason.FleetDrain or PlanReason.NodeGone)
                {
                    assignment.Bytes.ShouldBe(0);
                }
            }
        });

    [Fact]
    public void The_order_in_which_nodes_and_pools_are_listed_changes_nothing()
        => Holds((snapshot, plan) =>
        {
            var shuffled = snapshot with { Nodes = [.. snapshot.Nodes.Reverse()], Pools = [.. snapshot.Pools.OrderBy(pool => pool.CapacityBytes).ThenByDescending(pool => pool.Key)] };

            Planner.Plan(shuffled).Rows().ShouldBe(plan.Rows());
        });

    [Fact]
    public void Planning_again_from_the_result_changes_nothing()
        => Holds((snapshot, plan) =>
        {
            var again = Planner.Plan(snapshot.After(plan));

            again.Assignments.Where(assignment => assignment.Bytes > 0).Select(assignment => (assignment.Pool, assignment.Node, assignment.Bytes))
                .ShouldBe(plan.Assignments.Where(assignment => assignment.Bytes > 0).Select(assignment => (assignment.Pool, assignment.Node, assignment.Bytes)));
            again.Assignments.ShouldAllBe(assignment => assignment.ChangeBytes == 0);
        }, tests: 4000);

    [Fact]
    public void A_single_pool_never_gets_less_for_asking_for_more()
        => Holds((snapshot, plan) =>
        {
            foreach (var pool in snapshot.Pools.Take(1))
            {
                var alone = snapshot with { Pools = [pool] };
                var more = snapshot with { Pools = [pool with { CapacityBytes = pool.CapacityBytes + (700 * Fleet.Mi) }] };

                Planner.Plan(more).Pools[0].AssignedBytes.ShouldBeGreaterThanOrEqualTo(Planner.Plan(alone).Pools[0].AssignedBytes);
            }
        });

    [Fact]
    public void Nothing_is_left_lying_where_a_pool_without_bounds_is_short()
        => Holds((snapshot, plan) =>
        {
            foreach (var pool in plan.Pools.Where(pool => pool.Reason is ShortfallReason.NodeBudget or ShortfallReason.SharedByWeight))
            {
                var asked = snapshot.Pools.Single(one => one.Key == pool.Key);
                if (asked is not { PerNodeMinBytes: 0, PerNodeMaxBytes: null, MemoryKind: MemoryKind.Regular } || snapshot.NamespaceCaps.ContainsKey(asked.Key.Namespace))
                {
                    continue;
                }

                foreach (var assignment in pool.Assignments.Where(assignment => assignment.Bytes > 0 && !IsKept(assignment)))
                {
                    var node = snapshot.Nodes.Single(one => one.Name == assignment.Node);
                    if (plan.ForNode(node.Name).Any(other => other.Bytes != other.IdealBytes))
                    {
                        continue; // What stays within the dead band may leave a little.
                    }

                    var needed = plan.ForNode(node.Name).Where(other => other.Bytes > 0).Sum(other => Cost(snapshot, other));
                    (needed + (2 * Quantum)).ShouldBeGreaterThan(node.Budget.Regular);
                }
            }
        });

    /// <summary>Bytes of base pages that an assignment takes at most, with the overhead of the holders it may be split over.</summary>
    private static long Cost(Snapshot snapshot, NodeAssignment assignment)
    {
        var kind = PoolOf(snapshot, assignment).MemoryKind;
        var holders = snapshot.Options.ReservedHoldersPerPoolAndNode;
        var overhead = holders * (snapshot.Options.OverheadPerHolder(assignment.Bytes / holders, kind) + (2 * Fleet.Mi));
        return (kind == MemoryKind.Regular ? assignment.Bytes : 0) + overhead;
    }
}
