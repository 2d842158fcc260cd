using static KvFleet.Planning.Tests.Fleet;

namespace KvFleet.Planning.Tests;

/// <summary>Bad input has a reason with numbers and a remedy; a faulty caller gets an exception that names the fault.</summary>
public sealed class PlannerBadInputTests
{
    [Fact]
    public void A_selector_that_matches_nothing_is_named()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi), Node("b", 100 * Gi)], Pool("p", 2 * Ti) with { NodeSelector = NodeSelector.ByLabels(("gpu", "h100")) }));

        plan.Of("p").ShouldSatisfyAllConditions(
            pool => pool.Reason.ShouldBe(ShortfallReason.NoNodeMatches),
            pool => pool.Message.ShouldBe("Capacity 2Ti, but spec.nodeSelector matches none of 2 nodes; correct the selector or label the nodes."),
            pool => pool.Assignments.ShouldBeEmpty(),
            pool => pool.NodesMatched.ShouldBe(0));
    }

    [Fact]
    public void A_capacity_larger_than_the_fleet_is_named_with_what_the_fleet_can_give()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 400 * Gi), Node("b", 400 * Gi), Node("c", 428 * Gi)], Pool("p", 2 * Ti)));

        plan.Of("p").ShouldSatisfyAllConditions(
            pool => pool.Reason.ShouldBe(ShortfallReason.NodeBudget),
            pool => pool.AssignedBytes.ShouldBe(1228 * Gi),
            pool => pool.ShortfallBytes.ShouldBe(820 * Gi),
            pool => pool.IsSatisfied.ShouldBeFalse(),
            pool => pool.Message.ShouldContain("capacity 2Ti exceeds what 3 nodes can give: 1.19Ti; lower spec.capacity, widen spec.nodeSelector or raise the node budgets"));
        plan.On("p", "a").Reason.ShouldBe(PlanReason.NodeBudget);
    }

    public static TheoryData<PoolSnapshot, string> Nonsense { get; } = new()
    {
        { Pool("p", 0, ("a", 3 * Gi)), "The capacity is 0 bytes; set spec.capacity to a positive size." },
        { Pool("p", -1, ("a", 3 * Gi)), "The capacity is -1 bytes" },
        { Pool("p", long.MaxValue, ("a", 3 * Gi)), "larger than any fleet" },
        { Pool("p", Gi, ("a", 3 * Gi)) with { PerNodeMinBytes = 2 * Gi, PerNodeMaxBytes = Gi }, "The minimum per node of 2Gi is above the maximum of 1Gi; raise spec.hostMemory.maxPerNode or lower minPerNode." },
        { Pool("p", Gi, ("a", 3 * Gi)) with { PerNodeMinBytes = -5 }, "The minimum per node is -5 bytes" },
        { Pool("p", Gi, ("a", 3 * Gi)) with { PerNodeMaxBytes = 0 }, "The maximum per node is 0 bytes" },
        { Pool("p", Gi, ("a", 3 * Gi)) with { PerNodeMinBytes = 100 * Mi, PerNodeMaxBytes = 900 * Mi }, "lies no multiple of the quantum 1Gi" },
        { Pool("p", Gi, ("a", 3 * Gi)) with { Weight = 0 }, "The weight is 0; set spec.weight to 1 or more." },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void A_pool_that_makes_no_sense_keeps_what_it_has_and_says_what_is_wrong(PoolSnapshot pool, string message)
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi)], pool, Pool("other", 100 * Gi)));

        plan.Of("p").Reason.ShouldBe(ShortfallReason.InvalidPool);
        plan.Of("p").Message.ShouldContain(message);
        plan.Of("p").Message.ShouldEndWith("Until then it keeps 3Gi.");
        plan.On("p", "a").Reason.ShouldBe(PlanReason.PoolInvalid);
        plan.Of("other").AssignedBytes.ShouldBe(97 * Gi);
    }

    [Fact]
    public void A_capacity_below_one_quantum_gets_nothing_and_says_so()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi)], Pool("p", 512 * Mi)));

        plan.Of("p").Reason.ShouldBe(ShortfallReason.BelowQuantum);
        plan.Of("p").IsSatisfied.ShouldBeFalse();
        plan.Of("p").Message.ShouldContain("less than one quantum of 1Gi");
    }

    [Fact]
    public void Nodes_without_budget_give_nothing_and_say_so()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 0), Node("b", 100 * Mi)], Pool("p", 4 * Gi)));

        plan.Of("p").Reason.ShouldBe(ShortfallReason.NodeBudget);
        plan.Of("p").Message.ShouldContain("2 nodes can give: 0");
        plan.On("p", "b").Reason.ShouldBe(PlanReason.NothingLeft);
    }

    [Fact]
    public void Every_reason_that_keeps_matching_nodes_from_use_is_counted()
    {
        var plan = Planner.Plan(Snapshot(
            [
                Node("a", 100 * Gi, NodeEligibility.Excluded), Node("b", 100 * Gi, NodeEligibility.Cordoned), Node("c", 100 * Gi, NodeEligibility.Unreachable),
                Node("d", 100 * Gi) with { Taints = [new NodeTaint("gpu", "", TaintEffect.NoSchedule)] },
            ],
            Pool("p", 4 * Gi)));

        plan.Of("p").Reason.ShouldBe(ShortfallReason.NoNodeUsable);
        plan.Of("p").Message.ShouldContain("1 excluded by annotation, 1 cordoned, 1 not answering, 1 with a taint that spec.tolerations does not cover");
    }

    [Fact]
    public void A_faulty_snapshot_is_refused_with_the_fault()
    {
        void Refused(Snapshot snapshot, string message) => Should.Throw<ArgumentException>(() => Planner.Plan(snapshot)).Message.ShouldContain(message);
        var good = Snapshot([Node("a", Gi)], Pool("p", Gi));

        Refused(good with { Nodes = [Node("a", Gi), Node("a", Gi)] }, "node a is listed twice");
        Refused(good with { Pools = [Pool("p", Gi), Pool("p", Gi)] }, "pool team/p is listed twice");
        Refused(good with { Nodes = [Node("a", -1)] }, "the budget of node a is negative");
        Refused(good with { Pools = [Pool("p", Gi, ("a", -1))] }, "pool team/p has -1 bytes on node a");
        Refused(good with { NamespaceCaps = Map(("team", -1)) }, "the cap of namespace team is -1");
        Refused(good with { Options = Options with { QuantumBytes = 0 } }, "the quantum is 0 bytes");
        Refused(good with { Options = Options with { QuantumBytes = Gi + 1 } }, "set a multiple of 2Mi");
        Refused(good with { Options = Options with { DeadBand = double.NaN } }, "the dead band is NaN");
        Refused(good with { Options = Options with { LostNodeGrace = TimeSpan.FromSeconds(-1) } }, "the grace of lost nodes");
        Should.Throw<ArgumentNullException>(() => Planner.Plan(null!));
    }
}
