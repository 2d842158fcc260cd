using FsCheck;
using FsCheck.Fluent;
using static KvFleet.Planning.Tests.Fleet;

namespace KvFleet.Planning.Tests;

public sealed class NodeBudgetTests
{
    private static NodeBudgetInput Input(long allocatable, long others) => new() { AllocatableBytes = allocatable, OtherRequestsBytes = others };

    [Fact]
    public void The_budget_is_a_share_of_what_is_allocatable()
    {
        var budget = NodeBudget.Compute(Input(1000 * Gi, 100 * Gi));

        budget.Bytes.ShouldBe(800 * Gi);
        budget.Reason.ShouldBe(NodeBudgetReason.Share);
        budget.Message.ShouldBe("800Gi: the share 0.8 of 1000Gi allocatable.");
    }

    [Fact]
    public void Other_pods_requests_bound_it()
    {
        var budget = NodeBudget.Compute(Input(1000 * Gi, 700 * Gi), new NodeBudgetOptions { ReserveBytes = 10 * Gi });

        budget.Bytes.ShouldBe(290 * Gi);
        budget.Reason.ShouldBe(NodeBudgetReason.OtherRequests);
        budget.Message.ShouldContain("other pods' requests of 700Gi and the reserve of 10Gi leave of 1000Gi allocatable");
    }

    [Fact]
    public void The_nodes_annotation_replaces_share_and_reserve()
    {
        var budget = NodeBudget.Compute(Input(1000 * Gi, 50 * Gi) with { OverrideBytes = 940 * Gi }, new NodeBudgetOptions { ReserveBytes = 100 * Gi });

        budget.Bytes.ShouldBe(940 * Gi);
        budget.Reason.ShouldBe(NodeBudgetReason.Override);
    }

    [Fact]
    public void The_annotation_never_exceeds_what_other_pods_leave()
    {
        var budget = NodeBudget.Compute(Input(1000 * Gi, 300 * Gi) with { OverrideBytes = 2 * Ti });

        budget.Bytes.ShouldBe(700 * Gi);
        budget.Reason.ShouldBe(NodeBudgetReason.OverrideCapped);
        budget.Message.ShouldContain("the node's annotation asks for 2Ti, but other pods request 300Gi of 1000Gi allocatable");
    }

    [Fact]
    public void An_annotation_of_zero_gives_nothing() => NodeBudget.Compute(Input(1000 * Gi, 0) with { OverrideBytes = 0 }).Bytes.ShouldBe(0);

    [Fact]
    public void Stuck_bytes_come_off_and_are_named()
    {
        var budget = NodeBudget.Compute(Input(1000 * Gi, 0) with { StuckBytes = 30 * Gi });

        budget.Bytes.ShouldBe(770 * Gi);
        budget.Message.ShouldEndWith("30Gi of it are still stuck in earlier pools, which leaves 770Gi.");
    }

    [Fact]
    public void A_crowded_node_has_a_budget_of_zero_not_less()
        => NodeBudget.Compute(Input(100 * Gi, 150 * Gi) with { StuckBytes = 10 * Gi, OverrideBytes = 50 * Gi }).Bytes.ShouldBe(0);

    [Theory]
    [InlineData(MemoryKind.HugePages2Mi)]
    [InlineData(MemoryKind.HugePages1Gi)]
    public void Huge_pages_are_what_others_do_not_request_without_share_reserve_or_annotation(MemoryKind kind)
    {
        var budget = NodeBudget.Compute(
            Input(100 * Gi, 20 * Gi) with { Kind = kind, OverrideBytes = 1 * Gi, StuckBytes = 5 * Gi }, new NodeBudgetOptions { Share = 0.5, ReserveBytes = 50 * Gi });

        budget.Bytes.ShouldBe(75 * Gi);
    }

    [Fact]
    public void A_node_without_huge_pages_says_so()
    {
        var budget = NodeBudget.Compute(Input(0, 0) with { Kind = MemoryKind.HugePages2Mi });

        budget.Reason.ShouldBe(NodeBudgetReason.NoneAllocatable);
        budget.Message.ShouldBe("The node has no allocatable hugepages-2Mi.");
    }

    [Fact]
    public void A_share_of_all_and_of_nothing_are_allowed()
    {
        NodeBudget.Compute(Input(100 * Gi, 0), new NodeBudgetOptions { Share = 1 }).Bytes.ShouldBe(100 * Gi);
        NodeBudget.Compute(Input(100 * Gi, 0), new NodeBudgetOptions { Share = 0 }).Bytes.ShouldBe(0);
    }

    [Fact]
    public void Nonsense_is_refused_with_what_to_give()
    {
        void Refused(NodeBudgetInput input, string message, NodeBudgetOptions? options = null)
            => Should.Throw<ArgumentException>(() => NodeBudget.Compute(input, options)).Message.ShouldContain(message);

        Refused(Input(-1, 0), "allocatable is -1 bytes; give 0 or more");
        Refused(Input(1, -1), "the requests of other pods is -1 bytes");
        Refused(Input(1, 0) with { StuckBytes = -1 }, "stuck bytes is -1");
        Refused(Input(1, 0) with { OverrideBytes = -1 }, "the annotation kvfleet.io/host-memory-budget is -1 bytes");
        Refused(Input(1, 0), "The budget share is 1.5; set it between 0 and 1.", new NodeBudgetOptions { Share = 1.5 });
        Refused(Input(1, 0), "The budget share is NaN", new NodeBudgetOptions { Share = double.NaN });
        Refused(Input(1, 0), "the reserve is -1", new NodeBudgetOptions { ReserveBytes = -1 });
    }

    [Fact]
    public void No_figures_make_it_negative_or_more_than_other_pods_leave()
    {
        var inputs =
            from allocatable in Gen.Choose(0, 1_000_000)
            from others in Gen.Choose(0, 1_500_000)
            from stuck in Gen.Choose(0, 500_000)
            from annotation in Gen.Elements<int?>(null, 0, 400_000, 2_000_000)
            from kind in Gen.Elements(Enum.GetValues<MemoryKind>())
            from share in Gen.Elements(0, 0.3, 0.8, 1)
            from reserve in Gen.Choose(0, 200_000)
            select (new NodeBudgetInput { AllocatableBytes = allocatable, OtherRequestsBytes = others, StuckBytes = stuck, OverrideBytes = annotation, Kind = kind },
                new NodeBudgetOptions { Share = share, ReserveBytes = reserve });

        Prop.ForAll(inputs.ToArbitrary(), given =>
        {
            var bytes = NodeBudget.Compute(given.Item1, given.Item2).Bytes;
            return bytes >= 0 && bytes <= Math.Max(0, given.Item1.AllocatableBytes - given.Item1.OtherRequestsBytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}
