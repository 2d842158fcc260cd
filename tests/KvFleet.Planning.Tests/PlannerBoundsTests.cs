using static KvFleet.Planning.Tests.Fleet;

namespace KvFleet.Planning.Tests;

/// <summary>Minimum and maximum per node, caps of namespaces.</summary>
public sealed class PlannerBoundsTests
{
    [Fact]
    public void No_node_gets_more_than_the_maximum_and_the_rest_goes_to_others()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 300 * Gi), Node("b", 100 * Gi)], Pool("p", 80 * Gi) with { PerNodeMaxBytes = 45 * Gi }));

        plan.Bytes("p").ShouldBe(Map(("a", 45 * Gi), ("b", 35 * Gi)));
        plan.On("p", "a").Reason.ShouldBe(PlanReason.NodeMaximum);
    }

    [Fact]
    public void A_maximum_that_keeps_the_capacity_from_being_met_is_named()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 300 * Gi), Node("b", 100 * Gi)], Pool("p", 120 * Gi) with { PerNodeMaxBytes = 45 * Gi }));

        plan.Of("p").Reason.ShouldBe(ShortfallReason.NodeMaximum);
        plan.Of("p").ShortfallBytes.ShouldBe(30 * Gi);
        plan.Of("p").Message.ShouldContain("2 nodes give at no more than 45Gi each: 90Gi; raise spec.hostMemory.maxPerNode");
    }

    [Fact]
    public void A_minimum_raises_small_nodes()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 300 * Gi), Node("b", 20 * Gi)], Pool("p", 64 * Gi) with { PerNodeMinBytes = 10 * Gi }));

        plan.Bytes("p").ShouldBe(Map(("a", 54 * Gi), ("b", 10 * Gi)));
        plan.On("p", "b").Reason.ShouldBe(PlanReason.NodeMinimum);
    }

    [Fact]
    public void A_node_on_which_the_minimum_does_not_fit_is_not_used()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 300 * Gi), Node("b", 20 * Gi)], Pool("p", 64 * Gi) with { PerNodeMinBytes = 30 * Gi }));

        plan.Bytes("p").ShouldBe(Map(("a", 64 * Gi)));
        plan.On("p", "b").Reason.ShouldBe(PlanReason.MinimumDoesNotFit);
        plan.On("p", "b").Message.ShouldContain("minimum per node does not fit");
        plan.Of("p").Reason.ShouldBe(ShortfallReason.None);
    }

    [Fact]
    public void A_minimum_that_fits_nowhere_is_named()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 30 * Gi), Node("b", 20 * Gi)], Pool("p", 64 * Gi) with { PerNodeMinBytes = 40 * Gi }));

        plan.Of("p").AssignedBytes.ShouldBe(0);
        plan.Of("p").Reason.ShouldBe(ShortfallReason.MinimumDoesNotFit);
        plan.Of("p").Message.ShouldContain("fits on none of 2 nodes, the largest of which has room for 30Gi");
    }

    [Fact]
    public void A_minimum_above_the_capacity_is_named()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 300 * Gi)], Pool("p", 10 * Gi) with { PerNodeMinBytes = 40 * Gi }));

        plan.Of("p").Reason.ShouldBe(ShortfallReason.MinimumDoesNotFit);
        plan.Of("p").Message.ShouldContain("Capacity 10Gi is less than the minimum of 40Gi on a single node");
    }

    [Fact]
    public void A_capacity_that_reaches_for_two_minimums_uses_the_two_largest_nodes()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi), Node("b", 300 * Gi), Node("c", 200 * Gi)], Pool("p", 25 * Gi) with { PerNodeMinBytes = 10 * Gi }));

        plan.Bytes("p").ShouldBe(Map(("b", 15 * Gi), ("c", 10 * Gi)));
    }

    [Fact]
    public void Pools_with_a_minimum_keep_to_the_nodes_they_have()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi), Node("b", 300 * Gi)], Pool("p", 15 * Gi, ("a", 15 * Gi)) with { PerNodeMinBytes = 10 * Gi }));

        plan.Bytes("p").ShouldBe(Map(("a", 15 * Gi)));
    }

    [Fact]
    public void Pools_whose_minimums_do_not_fit_together_take_turns()
    {
        var nodes = Enumerable.Range(0, 6).Select(index => Node($"n{index}", 100 * Gi)).ToArray();
        var plan = Planner.Plan(Snapshot(nodes, Pool("p", 1 * Ti) with { PerNodeMinBytes = 60 * Gi }, Pool("q", 1 * Ti) with { PerNodeMinBytes = 60 * Gi, Weight = 2 }));

        plan.Of("p").NodesUsed.ShouldBe(2);
        plan.Of("q").NodesUsed.ShouldBe(4);
        plan.Of("q").AssignedBytes.ShouldBe(400 * Gi);
    }

    [Fact]
    public void A_namespaces_cap_is_shared_by_weight_and_named()
    {
        var snapshot = Snapshot([Node("a", 1 * Ti)], Pool("p", 300 * Gi), Pool("q", 300 * Gi) with { Weight = 3 }, Pool("r", 300 * Gi) with { Key = new PoolKey("other", "r") })
            with { NamespaceCaps = Map(("team", 100 * Gi)) };
        var plan = Planner.Plan(snapshot);

        plan.Of("p").AssignedBytes.ShouldBe(25 * Gi);
        plan.Of("q").AssignedBytes.ShouldBe(75 * Gi);
        plan.Of("r").AssignedBytes.ShouldBe(300 * Gi);
        plan.Of("p").Reason.ShouldBe(ShortfallReason.NamespaceCap);
        plan.Of("p").Message.ShouldContain("all pools of namespace team together may have 100Gi");
    }

    [Fact]
    public void What_one_pools_nodes_cannot_give_of_a_cap_goes_to_the_others_of_the_namespace()
    {
        var small = Pool("small", 300 * Gi) with { NodeSelector = NodeSelector.ByLabels(("size", "small")) };
        var snapshot = Snapshot([Node("a", 1 * Ti), Node("b", 10 * Gi, labels: ("size", "small"))], small, Pool("q", 300 * Gi))
            with { NamespaceCaps = Map(("team", 100 * Gi)) };
        var plan = Planner.Plan(snapshot);

        (plan.Of("small").AssignedBytes + plan.Of("q").AssignedBytes).ShouldBe(100 * Gi);
        plan.Of("q").AssignedBytes.ShouldBeGreaterThanOrEqualTo(90 * Gi);
    }

    [Fact]
    public void A_cap_of_zero_leaves_nothing()
    {
        var snapshot = Snapshot([Node("a", 1 * Ti)], Pool("p", 300 * Gi, ("a", 300 * Gi))) with { NamespaceCaps = Map(("team", 0)) };

        Planner.Plan(snapshot).Of("p").AssignedBytes.ShouldBe(0);
        Planner.Plan(snapshot).Of("p").Reason.ShouldBe(ShortfallReason.NamespaceCap);
    }
}
