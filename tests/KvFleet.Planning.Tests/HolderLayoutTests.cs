using static KvFleet.Planning.Tests.Fleet;

namespace KvFleet.Planning.Tests;

public sealed class HolderLayoutTests
{
    private static string Name(int ordinal) => HolderName.For("llama", "uid", "node", ordinal);

    private static HolderSnapshot Holder(int ordinal, long gibibytes, HolderState state = HolderState.Ready) => new(Name(ordinal), gibibytes * Gi, state);

    private static HolderLayoutPlan Next(long gibibytes, params HolderSnapshot[] holders)
        => HolderLayout.Next(new HolderLayoutRequest("llama", "uid", "node", gibibytes * Gi, holders));

    [Fact]
    public void Nothing_wanted_and_nothing_there_is_settled()
    {
        var plan = Next(0);

        plan.Reason.ShouldBe(HolderLayoutReason.Settled);
        (plan.Add.Count + plan.Drain.Count + plan.Keep.Count).ShouldBe(0);
    }

    [Fact]
    public void The_first_bytes_make_one_holder_with_its_overhead()
    {
        var plan = Next(10);

        plan.Reason.ShouldBe(HolderLayoutReason.Grow);
        plan.Add.ShouldBe([new HolderAddition(Name(0), 10 * Gi, HolderOverhead.For(10 * Gi))]);
        plan.Message.ShouldBe("Grows from 0 to 10Gi with one more holder of 10Gi.");
    }

    [Fact]
    public void Growth_adds_one_holder_and_keeps_the_others()
    {
        var plan = Next(15, Holder(0, 10));

        plan.Keep.ShouldBe([Name(0)]);
        plan.Add.Single().ShouldSatisfyAllConditions(add => add.Name.ShouldBe(Name(1)), add => add.Bytes.ShouldBe(5 * Gi));
    }

    [Fact]
    public void What_is_as_wanted_is_left_alone()
    {
        var plan = Next(15, Holder(0, 10), Holder(1, 5, HolderState.Pending));

        plan.Reason.ShouldBe(HolderLayoutReason.Settled);
        plan.Keep.ShouldBe([Name(0), Name(1)], ignoreOrder: true);
    }

    [Fact]
    public void Shrinking_drains_the_holders_that_free_enough_with_the_least_excess()
    {
        var plan = Next(10, Holder(0, 10), Holder(1, 4), Holder(2, 3));

        plan.Reason.ShouldBe(HolderLayoutReason.Shrink);
        plan.Drain.ShouldBe([Name(1), Name(2)], ignoreOrder: true);
        plan.Keep.ShouldBe([Name(0)]);
        plan.Add.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_drained_too_much_is_added_back_only_once_it_is_gone()
    {
        Next(12, Holder(0, 10), Holder(1, 5)).ShouldSatisfyAllConditions(
            plan => plan.Drain.ShouldBe([Name(1)]),
            plan => plan.Add.ShouldBeEmpty());
        Next(12, Holder(0, 10), Holder(1, 5, HolderState.Draining)).ShouldSatisfyAllConditions(
            plan => plan.Reason.ShouldBe(HolderLayoutReason.WaitForDrain),
            plan => plan.Add.ShouldBeEmpty(),
            plan => plan.Message.ShouldBe("Holds 10Gi of 12Gi and waits until 1 draining and 0 failed holders are gone."));
        Next(12, Holder(0, 10)).Add.Single().Bytes.ShouldBe(2 * Gi);
    }

    [Fact]
    public void What_is_not_populated_yet_is_drained_before_what_holds_rows()
        => Next(10, Holder(0, 10), Holder(1, 20, HolderState.Pending)).Drain.ShouldBe([Name(1)]);

    [Fact]
    public void Wanting_nothing_drains_everything()
    {
        var plan = Next(0, Holder(0, 10), Holder(1, 5), Holder(2, 7, HolderState.Pending));

        plan.Drain.Count.ShouldBe(3);
        plan.Keep.ShouldBeEmpty();
    }

    [Fact]
    public void A_failed_holder_is_removed_and_replaced_once_it_is_gone()
    {
        var plan = Next(10, Holder(0, 6), Holder(1, 4, HolderState.Failed));

        plan.Reason.ShouldBe(HolderLayoutReason.WaitForDrain);
        plan.Drain.ShouldBe([Name(1)]);
        Next(10, Holder(0, 6)).Add.Single().ShouldSatisfyAllConditions(add => add.Name.ShouldBe(Name(1)), add => add.Bytes.ShouldBe(4 * Gi));
    }

    [Fact]
    public void A_failed_holder_is_removed_even_when_nothing_is_missing()
    {
        var plan = Next(6, Holder(0, 6), Holder(1, 4, HolderState.Failed));

        plan.Drain.ShouldBe([Name(1)]);
        plan.Keep.ShouldBe([Name(0)]);
    }

    [Fact]
    public void At_the_limit_the_smallest_is_drained_to_be_replaced_by_a_larger_one()
    {
        HolderSnapshot[] full = [.. Enumerable.Range(0, 8).Select(index => Holder(index, index == 3 ? 1 : 10))];
        var plan = Next(80, full);

        plan.Reason.ShouldBe(HolderLayoutReason.Consolidate);
        plan.Drain.ShouldBe([Name(3)]);
        plan.Add.ShouldBeEmpty();

        var after = Next(80, [.. full.Where(holder => holder.Name != Name(3))]);
        after.Add.Single().ShouldSatisfyAllConditions(add => add.Name.ShouldBe(Name(3)), add => add.Bytes.ShouldBe(10 * Gi));
    }

    [Fact]
    public void A_lowered_limit_is_reached_by_the_next_growth()
    {
        var request = new HolderLayoutRequest("llama", "uid", "node", 50 * Gi, [Holder(0, 10), Holder(1, 2), Holder(2, 3), Holder(3, 20)]);

        HolderLayout.Next(request, new HolderLayoutOptions(2)).Drain.ShouldBe([Name(0), Name(1), Name(2)], ignoreOrder: true);
    }

    [Fact]
    public void Huge_pages_need_next_to_no_overhead()
    {
        var request = new HolderLayoutRequest("llama", "uid", "node", 100 * Gi, [], MemoryKind.HugePages2Mi);

        HolderLayout.Next(request).Add.Single().OverheadBytes.ShouldBe(32 * Mi);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Next(-1)).Message.ShouldContain("cannot be negative; give 0 to remove everything");
        Should.Throw<ArgumentOutOfRangeException>(() => HolderLayout.Next(new HolderLayoutRequest("p", "u", "n", 1, []), new HolderLayoutOptions(0))).Message.ShouldContain("At least one holder");
    }

    [Fact]
    public void Many_holders_made_by_hand_are_drained_without_trying_every_subset()
    {
        HolderSnapshot[] many = [.. Enumerable.Range(0, 40).Select(index => Holder(index, index + 1))];
        var plan = Next(700, many);

        plan.Drain.Count.ShouldBeGreaterThan(0);
        many.Where(holder => plan.Keep.Contains(holder.Name)).Sum(holder => holder.Bytes).ShouldBeLessThanOrEqualTo(700 * Gi);
    }
}
