using static KvFleet.Planning.Tests.Fleet;

namespace KvFleet.Planning.Tests;

/// <summary>Who gets how much where.</summary>
public sealed class PlannerSharingTests
{
    [Fact]
    public void Capacity_is_spread_in_proportion_to_the_nodes_budgets()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi), Node("b", 300 * Gi)], Pool("p", 40 * Gi)));

        plan.Bytes("p").ShouldBe(Map(("a", 10 * Gi), ("b", 30 * Gi)));
        plan.On("p", "a").Reason.ShouldBe(PlanReason.Proportional);
        plan.Of("p").Reason.ShouldBe(ShortfallReason.None);
        plan.Of("p").Message.ShouldBe("Has 40Gi of 40Gi on 2 nodes.");
    }

    [Fact]
    public void Quanta_that_do_not_divide_go_to_the_largest_remainder_and_then_by_name()
    {
        var plan = Planner.Plan(Snapshot([Node("c", 100 * Gi), Node("a", 100 * Gi), Node("b", 110 * Gi)], Pool("p", 8 * Gi)));

        plan.Bytes("p").ShouldBe(Map(("a", 3 * Gi), ("b", 3 * Gi), ("c", 2 * Gi)));
    }

    [Fact]
    public void A_capacity_that_is_no_multiple_of_the_quantum_is_rounded_down_and_says_so()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi)], Pool("p", (5 * Gi) + (512 * Mi))));

        plan.Of("p").AssignedBytes.ShouldBe(5 * Gi);
        plan.Of("p").Reason.ShouldBe(ShortfallReason.QuantumRounding);
        plan.Of("p").IsSatisfied.ShouldBeTrue();
        plan.Of("p").Message.ShouldContain("the rest is less than one quantum of 1Gi");
    }

    [Fact]
    public void The_quantum_may_be_64_MiB()
    {
        var snapshot = Snapshot([Node("a", 1000 * Mi), Node("b", 500 * Mi)], Pool("p", 300 * Mi)) with { Options = Options with { QuantumBytes = 64 * Mi } };

        Planner.Plan(snapshot).Bytes("p").ShouldBe(Map(("a", 192 * Mi), ("b", 64 * Mi)));
    }

    [Fact]
    public void Two_pools_that_want_everything_share_by_weight()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 90 * Gi), Node("b", 30 * Gi)], Pool("light", 1 * Ti), Pool("heavy", 1 * Ti) with { Weight = 2 }));

        plan.Bytes("light").ShouldBe(Map(("a", 30 * Gi), ("b", 10 * Gi)));
        plan.Bytes("heavy").ShouldBe(Map(("a", 60 * Gi), ("b", 20 * Gi)));
        plan.On("light", "a").Reason.ShouldBe(PlanReason.SharedByWeight);
        plan.Of("light").Reason.ShouldBe(ShortfallReason.NodeBudget);
        plan.Of("light").Message.ShouldBe("Has 40Gi: capacity 1Ti exceeds what 2 nodes can give: 120Gi; lower spec.capacity, widen spec.nodeSelector or raise the node budgets.");
    }

    [Fact]
    public void A_pool_that_wants_less_than_its_weight_leaves_the_rest_to_others()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi)], Pool("big", 200 * Gi), Pool("small", 10 * Gi) with { Weight = 100 }));

        plan.Of("small").AssignedBytes.ShouldBe(10 * Gi);
        plan.Of("big").AssignedBytes.ShouldBe(90 * Gi);
        plan.On("small", "a").Reason.ShouldBe(PlanReason.Proportional);
    }

    [Fact]
    public void What_one_node_cannot_give_is_offered_to_the_pools_other_nodes()
    {
        var only = Pool("only-a", 60 * Gi) with { NodeSelector = NodeSelector.ByLabels(("name", "a")), Weight = 3 };
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi, labels: ("name", "a")), Node("b", 100 * Gi)], only, Pool("both", 120 * Gi)));

        plan.Of("only-a").AssignedBytes.ShouldBe(60 * Gi);
        plan.Bytes("both").ShouldBe(Map(("a", 40 * Gi), ("b", 80 * Gi)));
    }

    [Fact]
    public void Weights_decide_but_nobody_who_could_be_served_elsewhere_starves_who_could_not()
    {
        var only = Pool("only-a", 100 * Gi) with { NodeSelector = NodeSelector.ByLabels(("name", "a")) };
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi, labels: ("name", "a")), Node("b", 100 * Gi)], only, Pool("both", 100 * Gi)));

        plan.Of("only-a").AssignedBytes.ShouldBe(50 * Gi);
        plan.Of("both").AssignedBytes.ShouldBe(100 * Gi);
        plan.Of("only-a").Reason.ShouldBe(ShortfallReason.SharedByWeight);
        plan.Of("only-a").Message.ShouldContain("other pools share these nodes by weight (this one's is 1)");
    }

    [Fact]
    public void The_overhead_of_holders_comes_out_of_the_budget()
    {
        var snapshot = Snapshot([Node("a", 100 * Gi)], Pool("p", 100 * Gi)) with { Options = PlannerOptions.Default };

        // 99 GiB would fit but for the 0.44 GiB of page tables and index and the holders themselves; with those, just so.
        Planner.Plan(snapshot).Of("p").AssignedBytes.ShouldBe(99 * Gi);
        Planner.Plan(snapshot with { Nodes = [Node("a", (99 * Gi) + (400 * Mi))] }).Of("p").AssignedBytes.ShouldBe(98 * Gi);
    }

    [Fact]
    public void Kinds_of_memory_have_budgets_of_their_own()
    {
        var node = Node("a", 10 * Gi) with { Budget = new NodeMemory(10 * Gi, 20 * Gi, 3 * Gi) };
        var plan = Planner.Plan(Snapshot(
            [node],
            Pool("plain", 100 * Gi),
            Pool("huge", 100 * Gi) with { MemoryKind = MemoryKind.HugePages2Mi },
            Pool("giant", 100 * Gi) with { MemoryKind = MemoryKind.HugePages1Gi }));

        plan.Of("plain").AssignedBytes.ShouldBe(10 * Gi);
        plan.Of("huge").AssignedBytes.ShouldBe(20 * Gi);
        plan.Of("giant").AssignedBytes.ShouldBe(3 * Gi);
    }

    [Fact]
    public void One_GiB_pages_are_assigned_whole_whatever_the_quantum()
    {
        var node = Node("a", 10 * Gi) with { Budget = new NodeMemory(0, 0, 4 * Gi) };
        var snapshot = Snapshot([node], Pool("giant", (2 * Gi) + (512 * Mi)) with { MemoryKind = MemoryKind.HugePages1Gi }) with { Options = Options with { QuantumBytes = 64 * Mi } };

        Planner.Plan(snapshot).Of("giant").AssignedBytes.ShouldBe(2 * Gi);
    }

    [Fact]
    public void Huge_pages_need_base_pages_for_their_holders()
    {
        var without = Node("a", 0) with { Budget = new NodeMemory(16 * Mi, 4 * Gi) };
        var with = Node("b", 0) with { Budget = new NodeMemory(100 * Mi, 4 * Gi) };
        var plan = Planner.Plan(Snapshot([without, with], Pool("huge", 8 * Gi) with { MemoryKind = MemoryKind.HugePages2Mi }) with { Options = PlannerOptions.Default });

        plan.Bytes("huge").ShouldBe(Map(("b", 4 * Gi)));
    }

    [Fact]
    public void No_nodes_and_no_pools_make_an_empty_plan()
    {
        Planner.Plan(Snapshot([])).Pools.ShouldBeEmpty();
        Planner.Plan(Snapshot([], Pool("p", Gi))).Of("p").Reason.ShouldBe(ShortfallReason.NoNodeMatches);
        Planner.Plan(Snapshot([Node("a", Gi)])).Assignments.ShouldBeEmpty();
    }

    [Fact]
    public void A_plan_is_looked_up_by_pool_and_by_node()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 10 * Gi), Node("b", 10 * Gi)], Pool("p", 4 * Gi), Pool("q", 2 * Gi)));

        plan.ForNode("a").Select(assignment => (assignment.Pool.Name, assignment.Bytes)).ShouldBe([("p", 2 * Gi), ("q", Gi)]);
        plan.ForNode("nowhere").ShouldBeEmpty();
        plan.BytesFor(new PoolKey("team", "p"), "b").ShouldBe(2 * Gi);
        plan.BytesFor(new PoolKey("team", "p"), "nowhere").ShouldBe(0);
        plan.ForPool(new PoolKey("other", "p")).ShouldBeNull();
        plan.On("p", "a").ToString().ShouldBe("team/p on a: 2Gi (Proportional)");
    }
}
