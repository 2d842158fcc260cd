using static KvFleet.Planning.Tests.Fleet;

namespace KvFleet.Planning.Tests;

/// <summary>States of nodes, pools and the fleet.</summary>
public sealed class PlannerStateTests
{
    [Fact]
    public void A_paused_pool_keeps_exactly_what_it_has_before_anybody_else_is_served()
    {
        var odd = (70 * Gi) + 12_345;
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi)], Pool("p", 500 * Gi, ("a", odd)) with { Paused = true }, Pool("q", 100 * Gi) with { Weight = 100 }));

        plan.Bytes("p").ShouldBe(Map(("a", odd)));
        plan.On("p", "a").Reason.ShouldBe(PlanReason.Paused);
        plan.Of("p").Reason.ShouldBe(ShortfallReason.Paused);
        plan.Of("p").Message.ShouldContain("unset spec.paused");
        plan.Of("q").AssignedBytes.ShouldBe(29 * Gi);
    }

    [Fact]
    public void A_paused_pool_counts_against_its_namespaces_cap()
    {
        var snapshot = Snapshot([Node("a", 1 * Ti)], Pool("p", 500 * Gi, ("a", 70 * Gi)) with { Paused = true }, Pool("q", 500 * Gi))
            with { NamespaceCaps = Map(("team", 100 * Gi)) };

        Planner.Plan(snapshot).Of("q").AssignedBytes.ShouldBe(30 * Gi);
    }

    [Fact]
    public void A_deleted_pool_goes_to_zero_and_leaves_its_memory_to_others()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi)], Pool("p", 80 * Gi, ("a", 80 * Gi)) with { Deleting = true }, Pool("q", 90 * Gi)));

        plan.On("p", "a").ShouldSatisfyAllConditions(
            row => row.Bytes.ShouldBe(0),
            row => row.ChangeBytes.ShouldBe(-80 * Gi),
            row => row.Reason.ShouldBe(PlanReason.PoolDeleting));
        plan.Of("p").Reason.ShouldBe(ShortfallReason.PoolDeleting);
        plan.Of("q").AssignedBytes.ShouldBe(90 * Gi);
    }

    [Theory]
    [InlineData(NodeEligibility.NotReady)]
    [InlineData(NodeEligibility.Unreachable)]
    [InlineData(NodeEligibility.NoAgent)]
    public void A_node_that_does_not_answer_keeps_what_it_has_for_the_grace_and_does_not_grow(NodeEligibility state)
    {
        var silent = Node("a", 100 * Gi, state) with { EligibilitySince = Now - TimeSpan.FromMinutes(4) };
        var plan = Planner.Plan(Snapshot([silent, Node("b", 100 * Gi)], Pool("p", 120 * Gi, ("a", 30 * Gi), ("b", 30 * Gi))));

        plan.Bytes("p").ShouldBe(Map(("a", 30 * Gi), ("b", 90 * Gi)));
        plan.On("p", "a").Reason.ShouldBe(PlanReason.NodeNotAnswering);
        plan.RecheckAt.ShouldBe(Now + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void After_the_grace_its_bytes_are_offered_to_others()
    {
        var lost = Node("a", 100 * Gi, NodeEligibility.NotReady) with { EligibilitySince = Now - TimeSpan.FromMinutes(5) };
        var plan = Planner.Plan(Snapshot([lost, Node("b", 100 * Gi)], Pool("p", 60 * Gi, ("a", 30 * Gi), ("b", 30 * Gi))));

        plan.Bytes("p").ShouldBe(Map(("b", 60 * Gi)));
        plan.On("p", "a").Reason.ShouldBe(PlanReason.NodeLost);
        plan.RecheckAt.ShouldBeNull();
    }

    [Fact]
    public void A_node_without_an_agent_is_not_used_for_new_assignments()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi, NodeEligibility.NoAgent)], Pool("p", 60 * Gi)));

        plan.Of("p").Reason.ShouldBe(ShortfallReason.NoNodeUsable);
        plan.Of("p").Message.ShouldContain("none of 1 node that the selector matches can be used: 1 not answering");
        plan.On("p", "a").Reason.ShouldBe(PlanReason.NodeNotAnswering);
    }

    [Fact]
    public void An_excluded_node_is_drained_even_of_paused_pools()
    {
        var plan = Planner.Plan(Snapshot(
            [Node("a", 100 * Gi, NodeEligibility.Excluded), Node("b", 100 * Gi)],
            Pool("p", 60 * Gi, ("a", 60 * Gi)),
            Pool("q", 20 * Gi, ("a", 20 * Gi)) with { Paused = true }));

        plan.Bytes("p").ShouldBe(Map(("b", 60 * Gi)));
        plan.On("q", "a").ShouldSatisfyAllConditions(row => row.Bytes.ShouldBe(0), row => row.Reason.ShouldBe(PlanReason.NodeExcluded));
    }

    [Theory]
    [InlineData(NodeEligibility.Cordoned, PlanReason.NodeCordoned)]
    [InlineData(NodeEligibility.Sick, PlanReason.NodeSick)]
    public void A_cordoned_or_sick_node_keeps_what_it_has_and_does_not_grow(NodeEligibility eligibility, PlanReason reason)
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi, eligibility), Node("b", 100 * Gi)], Pool("p", 100 * Gi, ("a", 20 * Gi)), Pool("new", 10 * Gi)));

        plan.Bytes("p").ShouldBe(Map(("a", 20 * Gi), ("b", 80 * Gi)));
        plan.Bytes("new").ShouldBe(Map(("b", 10 * Gi)));
        plan.On("p", "a").Reason.ShouldBe(reason);
    }

    [Fact]
    public void A_cordoned_node_still_shrinks_with_the_capacity_and_the_budget()
    {
        Planner.Plan(Snapshot([Node("a", 100 * Gi, NodeEligibility.Cordoned)], Pool("p", 10 * Gi, ("a", 20 * Gi)))).Of("p").AssignedBytes.ShouldBe(10 * Gi);
        Planner.Plan(Snapshot([Node("a", 15 * Gi, NodeEligibility.Cordoned)], Pool("p", 20 * Gi, ("a", 20 * Gi)))).Of("p").AssignedBytes.ShouldBe(15 * Gi);
    }

    [Fact]
    public void A_frozen_fleet_changes_nothing_but_what_is_deleted_or_excluded()
    {
        var snapshot = Snapshot(
            [Node("a", 10 * Gi), Node("x", 100 * Gi, NodeEligibility.Excluded)],
            Pool("p", 60 * Gi, ("a", 40 * Gi), ("x", 5 * Gi)),
            Pool("gone", 60 * Gi, ("a", 40 * Gi)) with { Deleting = true }) with { Options = Options with { Mode = FleetMode.Freeze } };
        var plan = Planner.Plan(snapshot);

        plan.Bytes("p").ShouldBe(Map(("a", 40 * Gi)));
        plan.Of("p").Reason.ShouldBe(ShortfallReason.Frozen);
        plan.Bytes("gone").ShouldBeEmpty();
    }

    [Fact]
    public void The_fleets_switch_drains_everything()
    {
        var snapshot = Snapshot([Node("a", 100 * Gi)], Pool("p", 60 * Gi, ("a", 40 * Gi)) with { Paused = true }) with { Options = Options with { Mode = FleetMode.DrainAll } };
        var plan = Planner.Plan(snapshot);

        plan.Bytes("p").ShouldBeEmpty();
        plan.On("p", "a").Reason.ShouldBe(PlanReason.FleetDrain);
        plan.Of("p").Reason.ShouldBe(ShortfallReason.FleetDrain);
    }

    [Fact]
    public void A_node_that_was_relabelled_is_drained_and_one_that_is_gone_is_given_up()
    {
        var selecting = Pool("p", 60 * Gi, ("a", 30 * Gi), ("deleted", 30 * Gi)) with { NodeSelector = NodeSelector.ByLabels(("gpu", "yes")) };
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi), Node("b", 100 * Gi, labels: ("gpu", "yes"))], selecting));

        plan.Bytes("p").ShouldBe(Map(("b", 60 * Gi)));
        plan.On("p", "a").Reason.ShouldBe(PlanReason.NodeNotSelected);
        plan.On("p", "deleted").Reason.ShouldBe(PlanReason.NodeGone);
        plan.Of("p").Assignments.Select(row => row.Node).ShouldBe(["a", "b", "deleted"]);
    }

    [Fact]
    public void Taints_are_obeyed_by_their_effect()
    {
        NodeSnapshot Tainted(string name, TaintEffect effect) => Node(name, 100 * Gi) with { Taints = [new NodeTaint("gpu", "only", effect)] };
        NodeSnapshot[] nodes = [Tainted("execute", TaintEffect.NoExecute), Tainted("prefer", TaintEffect.PreferNoSchedule), Tainted("schedule", TaintEffect.NoSchedule)];
        var plan = Planner.Plan(Snapshot(
            nodes,
            Pool("p", 90 * Gi, ("execute", 10 * Gi), ("schedule", 10 * Gi)),
            Pool("tolerant", 30 * Gi) with { Tolerations = [new PodToleration("gpu", TolerationOperator.Exists)] }));

        plan.Bytes("p").ShouldBe(Map(("prefer", 80 * Gi), ("schedule", 10 * Gi)));
        plan.On("p", "execute").Reason.ShouldBe(PlanReason.TaintNotTolerated);
        plan.On("p", "schedule").Message.ShouldContain("holders stay, none can be added");
        plan.Of("tolerant").NodesUsed.ShouldBe(3);
    }

    [Fact]
    public void Taints_that_repeat_a_nodes_state_are_left_to_the_state()
    {
        var node = Node("a", 100 * Gi) with { Taints = [new NodeTaint("node.kubernetes.io/not-ready", "", TaintEffect.NoExecute)] };

        Planner.Plan(Snapshot([node], Pool("p", 60 * Gi))).Of("p").AssignedBytes.ShouldBe(60 * Gi);
    }
}
