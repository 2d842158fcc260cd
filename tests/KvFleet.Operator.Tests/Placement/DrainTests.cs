using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Operator.Placement;
using KvFleet.Planning;
using static KvFleet.Operator.Tests.Placement.PlacementBuilder;

namespace KvFleet.Operator.Tests.Placement;

public sealed class DrainTests
{
    private static NodeState Draining() => Node("a", Pod("a", 0, 4)).Told(HolderIntent.Drain);

    private static RemovalReason? Removal(NodeState node, DateTimeOffset? deadline = null) =>
        Next(Plan(("a", 0)), [Pool(0, deadline: deadline)], node).Single().Remove.SingleOrDefault()?.Reason;

    [Fact]
    public void A_shrink_first_tells_the_agent_and_removes_nothing()
    {
        var step = Next(Plan(("a", 0)), [Pool(0)], Node("a", Pod("a", 0, 4)).Reporting(5, HolderPhase.Drained)).Single();

        step.Spec.Assignments!.Single().Holders!.Single().State.ShouldBe(HolderIntent.Drain);
        step.Remove.ShouldBeEmpty("nobody had told the agent to drain when it said so");
    }

    [Fact]
    public void A_holder_goes_when_the_agent_says_that_it_is_drained() =>
        Removal(Draining().Reporting(5, HolderPhase.Drained)).ShouldBe(RemovalReason.Drained);

    [Fact]
    public void A_holder_goes_when_the_agent_has_read_the_order_and_knows_it_no_more() =>
        Removal(Draining() with { Report = Report(5, HolderPhase.Ready) }).ShouldBe(RemovalReason.Drained);

    [Theory]
    [InlineData(HolderPhase.Draining)]
    [InlineData(HolderPhase.Ready)]
    [InlineData(HolderPhase.Failed)]
    public void A_holder_stays_while_the_agent_still_has_it(HolderPhase phase) =>
        Removal(Draining().Reporting(5, phase)).ShouldBeNull();

    [Fact]
    public void A_report_from_before_the_order_confirms_nothing() =>
        Removal(Draining() with { Report = Report(4, HolderPhase.Ready) }).ShouldBeNull();

    [Fact]
    public void A_holder_stays_while_its_agent_cannot_be_reached() => Removal(Draining() with { Report = null }).ShouldBeNull();

    [Fact]
    public void A_holder_goes_when_there_has_been_no_agent_for_long() =>
        Removal(Draining() with { Report = null, AgentGone = true }).ShouldBe(RemovalReason.AgentGone);

    [Fact]
    public void A_holder_of_a_pool_that_is_being_deleted_goes_at_the_deadline_whatever_the_agent_says()
    {
        Removal(Draining().Reporting(5, HolderPhase.Draining), Now.AddSeconds(1)).ShouldBeNull();
        Removal(Draining().Reporting(5, HolderPhase.Draining), Now).ShouldBe(RemovalReason.DeadlinePassed);
    }

    [Fact]
    public void A_holder_that_was_never_bound_goes_at_once() =>
        Removal(Node("a", Pod("a", 0, 4) with { Bound = false, Running = false })).ShouldBe(RemovalReason.NeverBound);

    [Fact]
    public void A_holder_that_is_already_being_deleted_is_not_deleted_again_and_is_taken_back_from_engines()
    {
        var step = Next(Plan(("a", 4)), [Pool(4)], Node("a", Pod("a", 0, 4) with { Deleting = true })).Single();

        step.Remove.ShouldBeEmpty();
        step.Create.ShouldBeEmpty("its bytes are still there");
        step.Spec.Assignments!.Single().Holders!.Single().State.ShouldBe(HolderIntent.Drain);
    }

    [Fact]
    public void An_ended_holder_is_removed_and_not_told_to_the_agent()
    {
        var step = Next(Plan(("a", 4)), [Pool(4)], Node("a", Pod("a", 0, 4) with { Ended = true, Running = false })).Single();

        step.Remove.Single().Reason.ShouldBe(RemovalReason.Ended);
        step.Spec.Assignments!.Single().Holders.ShouldBeEmpty();
        step.Create.ShouldBeEmpty("its name is free only when it is gone");
    }

    [Fact]
    public void Holders_of_a_pool_that_is_gone_are_removed_and_the_agent_takes_them_back()
    {
        var stranger = new PoolKey("ai", "gone");

        var step = Next(Plan(("a", 0)), [], Node("a", Pod("a", 0, 4, stranger))).Single();

        step.Remove.Single().Reason.ShouldBe(RemovalReason.Orphaned);
        step.Spec.Assignments!.Single().Holders!.Single().State.ShouldBe(HolderIntent.Drain);
    }
}
