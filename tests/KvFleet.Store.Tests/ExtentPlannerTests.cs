using FsCheck;
using FsCheck.Fluent;
using KvFleet.Store.Extents;

namespace KvFleet.Store.Tests;

public sealed class ExtentPlannerTests
{
    private const long Gi = 1L << 30;
    private const long Mi = 1L << 20;
    private static readonly NumaNode[] TwoNodes = [new(0, 100 * Gi), new(1, 100 * Gi), new(2, 0)];

    [Fact]
    public void A_small_holder_on_one_node_is_one_extent()
    {
        var plan = Plan(Gi, ExtentPlacement.Spread, [new(0, 8 * Gi)]);

        plan.Extents.ShouldBe([new ExtentPlan("uid-0", Gi, 0, ExtentPlacement.Spread, 0)]);
    }

    [Fact]
    public void Spread_gives_every_node_with_memory_an_equal_part()
    {
        var plan = Plan(4 * Gi, ExtentPlacement.Spread, TwoNodes);

        plan.Extents.Select(e => (e.NumaNode, e.Bytes)).ShouldBe([(0, 2 * Gi), (1, 2 * Gi)]);
    }

    [Fact]
    public void An_odd_number_of_pages_leaves_the_first_node_one_more()
    {
        var plan = Plan(3 * 4096, ExtentPlacement.Spread, TwoNodes);

        plan.Extents.Select(e => e.Bytes).ShouldBe([8192, 4096]);
    }

    [Fact]
    public void Fewer_pages_than_nodes_make_no_empty_extent()
    {
        Plan(4096, ExtentPlacement.Spread, TwoNodes).Extents.Select(e => (e.NumaNode, e.Bytes)).ShouldBe([(0, 4096L)]);
    }

    [Theory]
    [InlineData(ExtentPlacement.Interleave)]
    [InlineData(ExtentPlacement.None)]
    public void Without_spreading_no_extent_is_bound_to_a_node(ExtentPlacement placement)
    {
        Plan(4 * Gi, placement, TwoNodes).Extents.ShouldBe([new ExtentPlan("uid-0", 4 * Gi, 0, placement, null)]);
    }

    [Fact]
    public void More_than_64_GiB_is_cut_into_equal_extents()
    {
        Plan(130 * Gi, ExtentPlacement.None, []).Extents.Sum(e => e.Bytes).ShouldBe(130 * Gi);
        Plan(130 * Gi, ExtentPlacement.None, []).Extents.ShouldAllBe(e => e.Bytes > 43 * Gi && e.Bytes < 44 * Gi);
    }

    [Fact]
    public void Huge_pages_are_not_cut()
    {
        var plan = Plan(5 * Gi, ExtentPlacement.Spread, TwoNodes, hugePageBytes: Gi);

        plan.Extents.Select(e => e.Bytes).ShouldBe([3 * Gi, 2 * Gi]);
        plan.Extents.ShouldAllBe(e => e.HugePageBytes == Gi);
    }

    [Theory]
    [InlineData(0, 0, "more than 0 bytes")]
    [InlineData(-4096, 0, "more than 0 bytes")]
    [InlineData(4097, 0, "no multiple of the page size 4096")]
    [InlineData(3 * Mi, 2 * Mi, "no multiple of the page size 2097152")]
    [InlineData(6 * Mi, 3 * Mi, "no page size")]
    public void Nonsense_is_refused_with_a_reason(long bytes, long hugePageBytes, string reason)
    {
        var plan = Plan(bytes, ExtentPlacement.None, [], hugePageBytes);

        plan.Extents.ShouldBeEmpty();
        plan.Error.ShouldNotBeNull().ShouldContain(reason);
    }

    [Fact]
    public void Whatever_the_request_extents_add_up_and_keep_to_pages_and_the_limit()
    {
        var property = Prop.ForAll(
            ArbMap.Default.ArbFor<PositiveInt>(),
            ArbMap.Default.ArbFor<NonNegativeInt>(),
            ArbMap.Default.ArbFor<ExtentPlacement>(),
            (pages, nodes, placement) =>
            {
                var numa = Enumerable.Range(0, nodes.Get % 9).Select(i => new NumaNode(i, i % 3 == 2 ? 0 : Gi)).ToArray();
                // Large factors reach sizes beyond one extent.
                var bytes = (long)pages.Get * pages.Get * 4096 * 64;
                var plan = Plan(bytes, placement, numa);
                return plan.Error is null
                    && plan.Extents.Sum(e => e.Bytes) == bytes
                    && plan.Extents.All(e => e.Bytes is > 0 and <= ExtentPlanner.MaxExtentBytes && e.Bytes % 4096 == 0)
                    && plan.Extents.Select(e => e.Id).Distinct(StringComparer.Ordinal).Count() == plan.Extents.Length
                    && plan.Extents.All(e => e.NumaNode is null || numa[e.NumaNode.Value].MemoryBytes > 0)
                    && plan.Extents.SequenceEqual(Plan(bytes, placement, numa).Extents);
            });

        Check.One(Config.QuickThrowOnFailure, property);
    }

    private static ExtentPlanResult Plan(long bytes, ExtentPlacement placement, NumaNode[] nodes, long hugePageBytes = 0) =>
        ExtentPlanner.Plan(new ExtentRequest("uid", bytes, hugePageBytes, placement, nodes));
}
