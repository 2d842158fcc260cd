using FsCheck;
using FsCheck.Fluent;
using static KvFleet.Planning.Tests.Fleet;

namespace KvFleet.Planning.Tests;

/// <summary>Steps applied one after the other reach any wanted size from any state.</summary>
public sealed class HolderLayoutPropertyTests
{
    private static readonly Gen<(long Target, HolderSnapshot[] Holders)> Cases =
        from target in Gen.Choose(0, 60)
        from sizes in Gen.ListOf(Gen.Choose(1, 12))
        from states in Gen.ArrayOf(Gen.Elements(Enum.GetValues<HolderState>()), 12)
        select (target * Gi, sizes.Take(12).Select((size, index) => new HolderSnapshot(HolderName.For("p", "u", "n", index), size * Gi, states[index])).ToArray());

    private static void Holds(Action<long, HolderSnapshot[]> property)
        => Prop.ForAll(Cases.ToArbitrary(), given =>
        {
            property(given.Target, given.Holders);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static HolderLayoutPlan Next(long target, HolderSnapshot[] holders) => HolderLayout.Next(new HolderLayoutRequest("p", "u", "n", target, holders));

    private static HolderSnapshot[] Apply(HolderSnapshot[] holders, HolderLayoutPlan plan)
        => [.. holders.Where(holder => !plan.Drain.Contains(holder.Name) && holder.State != HolderState.Draining).Select(holder => holder with { State = HolderState.Ready }),
            .. plan.Add.Select(add => new HolderSnapshot(add.Name, add.Bytes, HolderState.Pending))];

    [Fact]
    public void A_few_steps_settle_at_the_wanted_bytes_in_few_enough_holders()
        => Holds((target, holders) =>
        {
            for (var step = 0; step < 8; step++)
            {
                var plan = Next(target, holders);
                (plan.Add.Count > 0 && plan.Drain.Count > 0).ShouldBeFalse("a step drains or adds, never both");
                holders = Apply(holders, plan);
                if (plan.Reason == HolderLayoutReason.Settled)
                {
                    break;
                }
            }

            Next(target, holders).Reason.ShouldBe(HolderLayoutReason.Settled);
            holders.Sum(holder => holder.Bytes).ShouldBe(target);
        });

    [Fact]
    public void Nothing_is_added_while_anything_is_on_its_way_out()
        => Holds((target, holders) =>
        {
            if (holders.Any(holder => holder.State is HolderState.Draining or HolderState.Failed))
            {
                Next(target, holders).Add.ShouldBeEmpty();
            }
        });

    [Fact]
    public void Added_and_kept_holders_never_exceed_the_wanted_bytes_nor_the_limit_by_growing()
        => Holds((target, holders) =>
        {
            var plan = Next(target, holders);
            var kept = holders.Where(holder => plan.Keep.Contains(holder.Name)).ToArray();
            (kept.Sum(holder => holder.Bytes) + plan.Add.Sum(add => add.Bytes)).ShouldBeLessThanOrEqualTo(target);
            if (plan.Add.Count > 0)
            {
                (kept.Length + plan.Add.Count).ShouldBeLessThanOrEqualTo(HolderLayoutOptions.DefaultMaxHolders);
                holders.ShouldNotContain(holder => holder.Name == plan.Add[0].Name);
            }
        });

    [Fact]
    public void The_order_in_which_holders_are_listed_changes_nothing()
        => Holds((target, holders) =>
        {
            var (plan, reversed) = (Next(target, holders), Next(target, [.. holders.Reverse()]));
            reversed.Keep.ShouldBe(plan.Keep);
            reversed.Drain.ShouldBe(plan.Drain);
            reversed.Add.ShouldBe(plan.Add);
        });
}
