using static KvFleet.Planning.Tests.Fleet;

namespace KvFleet.Planning.Tests;

/// <summary>Memory moves only when it has to.</summary>
public sealed class PlannerStabilityTests
{
    [Fact]
    public void Pods_that_come_and_go_do_not_move_memory()
    {
        var snapshot = Snapshot([Node("a", 100 * Gi), Node("b", 100 * Gi)], Pool("p", 80 * Gi, ("a", 40 * Gi), ("b", 40 * Gi)));
        var plan = Planner.Plan(snapshot with { Nodes = [Node("a", 96 * Gi), Node("b", 103 * Gi)] });

        plan.Bytes("p").ShouldBe(Map(("a", 40 * Gi), ("b", 40 * Gi)));
        plan.On("p", "a").ShouldSatisfyAllConditions(
            row => row.Reason.ShouldBe(PlanReason.WithinDeadBand),
            row => row.IdealBytes.ShouldBe(39 * Gi),
            row => row.Message.ShouldContain("the ideal 39Gi is within the dead band"));
    }

    [Fact]
    public void A_change_beyond_the_dead_band_moves_to_the_ideal()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 50 * Gi), Node("b", 150 * Gi)], Pool("p", 80 * Gi, ("a", 40 * Gi), ("b", 40 * Gi))));

        plan.Bytes("p").ShouldBe(Map(("a", 20 * Gi), ("b", 60 * Gi)));
    }

    [Fact]
    public void A_budget_that_no_longer_holds_what_is_there_wins_over_the_dead_band()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 39 * Gi), Node("b", 41 * Gi)], Pool("p", 80 * Gi, ("a", 40 * Gi), ("b", 40 * Gi))));

        plan.Bytes("p").ShouldBe(Map(("a", 39 * Gi), ("b", 41 * Gi)));
    }

    [Fact]
    public void A_small_growth_of_the_capacity_touches_only_as_many_nodes_as_it_needs()
    {
        var nodes = Enumerable.Range(0, 10).Select(index => Node($"n{index}", 1000 * Gi)).ToArray();
        var current = nodes.Select(node => (node.Name, 100 * Gi)).ToArray();
        var plan = Planner.Plan(Snapshot(nodes, Pool("p", 1002 * Gi, current)));

        plan.Of("p").AssignedBytes.ShouldBe(1002 * Gi);
        plan.Assignments.Count(row => row.ChangeBytes != 0).ShouldBe(2);
    }

    [Fact]
    public void A_second_pool_takes_from_the_first_only_what_it_is_due()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi), Node("b", 100 * Gi)], Pool("p", 200 * Gi, ("a", 100 * Gi), ("b", 100 * Gi)), Pool("q", 20 * Gi)));

        plan.Bytes("p").ShouldBe(Map(("a", 90 * Gi), ("b", 90 * Gi)));
        plan.Bytes("q").ShouldBe(Map(("a", 10 * Gi), ("b", 10 * Gi)));
    }

    [Fact]
    public void The_dead_band_is_never_less_than_a_quantum()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi), Node("b", 140 * Gi)], Pool("p", 4 * Gi, ("a", 1 * Gi), ("b", 3 * Gi))));

        plan.Assignments.ShouldAllBe(row => row.ChangeBytes == 0);
    }

    [Fact]
    public void A_dead_band_of_zero_still_leaves_one_quantum_alone()
    {
        var snapshot = Snapshot([Node("a", 105 * Gi), Node("b", 95 * Gi)], Pool("p", 40 * Gi, ("a", 20 * Gi), ("b", 20 * Gi))) with { Options = Options with { DeadBand = 0 } };

        Planner.Plan(snapshot).Bytes("p").ShouldBe(Map(("a", 20 * Gi), ("b", 20 * Gi)));
    }

    [Fact]
    public void Assignments_off_the_quantum_are_brought_onto_it()
    {
        var plan = Planner.Plan(Snapshot([Node("a", 100 * Gi)], Pool("p", 40 * Gi, ("a", (39 * Gi) + (512 * Mi)))));

        plan.Bytes("p").ShouldBe(Map(("a", 40 * Gi)));
    }
}
