using KvFleet.Api.Nodes;
using KvFleet.Operator.Placement;
using KvFleet.Planning;
using static KvFleet.Operator.Tests.Placement.PlacementBuilder;

namespace KvFleet.Operator.Tests.Placement;

public sealed class GrowthTests
{
    [Fact]
    public void A_new_pool_gets_one_holder_on_each_node_with_the_bytes_planned_there()
    {
        var steps = Next(Plan(("a", 4), ("b", 2)), [Pool(6)], Node("a"), Node("b"));

        steps.Select(step => (step.Node, step.Create.Single().Name, step.Create.Single().Bytes)).ShouldBe([("a", Name("a", 0), 4 * Gi), ("b", Name("b", 0), 2 * Gi)]);
        steps[0].Spec.Assignments!.Single().Bytes.ToInt64().ShouldBe(4 * Gi);
        steps[0].Spec.Assignments!.Single().Holders.ShouldBeEmpty("the agent hears of a holder once its pod exists");
    }

    [Fact]
    public void What_is_as_planned_is_left_alone()
    {
        var step = Next(Plan(("a", 4)), [Pool(4)], Node("a", Pod("a", 0, 4))).Single();

        step.Create.ShouldBeEmpty();
        step.Remove.ShouldBeEmpty();
        var holder = step.Spec.Assignments!.Single().Holders!.Single();
        (holder.Name, holder.Uid, holder.State).ShouldBe((Name("a", 0), "pod-a-0", HolderIntent.Hold));
    }

    [Theory]
    [InlineData(NodeEligibility.NotReady)]
    [InlineData(NodeEligibility.Unreachable)]
    [InlineData(NodeEligibility.NoAgent)]
    [InlineData(NodeEligibility.Cordoned)]
    public void A_node_that_cannot_take_holders_keeps_its_assignment_and_waits(NodeEligibility eligibility)
    {
        var step = Next(Plan(("a", 4)), [Pool(4)], Node("a") with { Eligibility = eligibility }).Single();

        step.Create.ShouldBeEmpty();
        step.Delayed.Single().Reason.ShouldBe(GrowthDelayReason.NodeNotReady);
        step.Spec.Assignments!.Single().Bytes.ToInt64().ShouldBe(4 * Gi);
    }

    [Fact]
    public void Bytes_move_only_after_they_came_back_from_the_other_node()
    {
        var steps = Next(Plan(("a", 2), ("b", 2)), [Pool(4)], Node("a", Pod("a", 0, 2), Pod("a", 1, 2)), Node("b"));

        steps[0].Spec.Assignments!.Single().Holders!.Count(holder => holder.State == HolderIntent.Drain).ShouldBe(1);
        steps[1].Create.ShouldBeEmpty();
        steps[1].Delayed.Single().Reason.ShouldBe(GrowthDelayReason.PoolRoom);
    }

    [Fact]
    public void Bytes_on_a_node_that_does_not_answer_do_not_hold_up_their_pool_elsewhere()
    {
        var steps = Next(Plan(("a", 0), ("b", 4)), [Pool(4)], Node("a", Pod("a", 0, 4)) with { Eligibility = NodeEligibility.Unreachable, Report = null }, Node("b"));

        steps[1].Create.Single().Bytes.ShouldBe(4 * Gi);
        steps[0].Remove.ShouldBeEmpty();
    }

    [Fact]
    public void A_second_pool_does_not_grow_into_bytes_of_the_first_that_have_not_come_back()
    {
        var other = new PoolKey("ai", "qwen");
        var node = Node("a", Pod("a", 0, 8), Pod("a", 1, 8)) with { Budget = new NodeMemory(17 * Gi) };

        var step = Next(Plan((Key, "a", 8), (other, "a", 8)), [Pool(8), Pool(8, other)], node).Single();

        step.Create.ShouldBeEmpty();
        step.Delayed.Single().ShouldBe(new GrowthDelay(other, "a", 8 * Gi, GrowthDelayReason.NodeRoom, null));
    }

    [Fact]
    public void A_namespace_cap_holds_during_moves_between_its_pools()
    {
        var other = new PoolKey("ai", "qwen");
        var step = HolderPlacement.Next(new PlacementInput
        {
            Now = Now,
            Plan = Plan((Key, "a", 0), (other, "a", 8)),
            Pools = [Pool(8), Pool(8, other)],
            Nodes = [Node("a", Pod("a", 0, 8))],
            NamespaceCaps = new Dictionary<string, long>(StringComparer.Ordinal) { ["ai"] = 10 * Gi },
        }).Single();

        step.Delayed.Single().Reason.ShouldBe(GrowthDelayReason.NamespaceRoom);
    }

    [Fact]
    public void After_a_loss_the_next_holder_waits_for_its_time()
    {
        var until = Now.AddSeconds(8);
        var step = HolderPlacement.Next(new PlacementInput
        {
            Now = Now,
            Plan = Plan(("a", 4)),
            Pools = [Pool(4)],
            Nodes = [Node("a")],
            BackOffUntil = (pool, node) => pool == "uid-llama" && node == "a" ? until : null,
        }).Single();

        step.Delayed.Single().ShouldBe(new GrowthDelay(Key, "a", 4 * Gi, GrowthDelayReason.BackOff, until));
    }

    [Fact]
    public void A_pod_that_came_back_under_its_old_name_is_told_to_hold_although_the_old_one_was_to_drain()
    {
        var node = Node("a", Pod("a", 0, 4)).Told(HolderIntent.Drain) with { Holders = [Pod("a", 0, 4, uid: "second")] };

        var holder = Next(Plan(("a", 4)), [Pool(4)], node).Single().Spec.Assignments!.Single().Holders!.Single();

        (holder.Uid, holder.State).ShouldBe(("second", HolderIntent.Hold));
    }
}
