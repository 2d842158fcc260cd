using KvFleet.Planning.Disks;

namespace KvFleet.Planning.Tests;

public sealed class DiskPlannerTests
{
    private const long Gi = 1L << 30;

    [Fact]
    public void Disk_follows_memory() =>
        Parts(Plan([Node("a", 100), Node("b", 100)], [Pool(30, ("a", 1), ("b", 2))]), "p", "a", "b").ShouldBe([10 * Gi, 20 * Gi]);

    [Fact]
    public void Nodes_without_a_disk_or_without_memory_of_the_pool_get_none() =>
        Parts(Plan([Node("a", 100), Node("b", 0), Node("c", 100)], [Pool(30, ("a", 1), ("b", 2))]), "p", "a", "b", "c").ShouldBe([30 * Gi, 0, 0]);

    [Fact]
    public void A_disk_that_is_too_small_gives_what_it_has_and_others_give_the_rest() =>
        Parts(Plan([Node("a", 4), Node("b", 100)], [Pool(30, ("a", 1), ("b", 1))]), "p", "a", "b").ShouldBe([4 * Gi, 26 * Gi]);

    [Fact]
    public void No_node_gives_more_than_the_maximum() =>
        Parts(Plan([Node("a", 100), Node("b", 100)], [Pool(30, ("a", 1), ("b", 9)) with { PerNodeMaxBytes = 12 * Gi }]), "p", "a", "b").ShouldBe([12 * Gi, 12 * Gi]);

    [Fact]
    public void A_node_that_cannot_give_the_minimum_gives_nothing_and_others_get_its_part() =>
        Parts(Plan([Node("a", 100), Node("b", 100), Node("c", 100)], [Pool(30, ("a", 1), ("b", 14), ("c", 15)) with { PerNodeMinBytes = 2 * Gi }]), "p", "a", "b", "c")
            .ShouldBe([0, 30 * Gi * 14 / 29 / Mi * Mi, (30 * Gi) - (30 * Gi * 14 / 29 / Mi * Mi)]);

    [Fact]
    public void As_many_nodes_are_dropped_as_the_minimum_needs_and_no_more()
    {
        var plan = Plan([.. Enumerable.Range(0, 10).Select(static node => Node($"n{node}", 100))], [Pool(5, [.. Enumerable.Range(0, 10).Select(static node => ($"n{node}", 1L))]) with { PerNodeMinBytes = Gi }]);

        Enumerable.Range(0, 10).Count(node => plan.BytesFor("p", $"n{node}") > 0).ShouldBe(5);
        plan.BytesFor("p").ShouldBe(5 * Gi);
    }

    [Fact]
    public void Pools_share_a_disk_by_weight()
    {
        var plan = Plan([Node("a", 30)], [Pool(100, ("a", 1)) with { Uid = "x", Weight = 2 }, Pool(100, ("a", 1)) with { Uid = "y" }]);

        (plan.BytesFor("x", "a"), plan.BytesFor("y", "a"), plan.BytesOn("a")).ShouldBe((20 * Gi, 10 * Gi, 30 * Gi));
    }

    [Fact]
    public void What_lies_on_a_node_that_nobody_knows_of_stays_and_counts()
    {
        var pool = Pool(30, ("b", 1)) with { Current = Current(("a", 10)) };

        Parts(Plan([new DiskNode("a", null), Node("b", 100)], [pool]), "p", "a", "b").ShouldBe([10 * Gi, 20 * Gi]);
        Parts(Plan([new DiskNode("a", null), Node("b", 100)], [pool with { CapacityBytes = 0 }]), "p", "a", "b").ShouldBe([0, 0], "it is wanted no more");
    }

    [Fact]
    public void A_pool_that_is_paused_keeps_what_it_has_and_others_get_what_is_left()
    {
        var plan = Plan([Node("a", 30)], [Pool(100, ("a", 1)) with { Uid = "x", Fixed = true, Current = Current(("a", 25)) }, Pool(100, ("a", 1)) with { Uid = "y" }]);

        (plan.BytesFor("x", "a"), plan.BytesFor("y", "a")).ShouldBe((25 * Gi, 5 * Gi));
    }

    [Fact]
    public void Planning_again_from_the_result_changes_nothing()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var nodes = Enumerable.Range(0, random.Next(1, 8)).Select(node => random.Next(5) == 0 ? new DiskNode($"n{node}", null) : Node($"n{node}", random.Next(0, 60))).ToList();
            var pools = Enumerable.Range(0, random.Next(1, 5)).Select(pool => Pool(random.Next(0, 100), [.. nodes.Select(node => (node.Name, (long)random.Next(0, 4)))]) with
            {
                Uid = $"p{pool}",
                Weight = random.Next(1, 5),
                PerNodeMinBytes = random.Next(0, 4) * Gi,
                PerNodeMaxBytes = random.Next(2) == 0 ? null : random.Next(4, 20) * Gi,
            }).ToList();
            var first = Plan(nodes, pools);
            foreach (var node in nodes.Where(static node => node.Bytes is not null))
                first.BytesOn(node.Name).ShouldBeLessThanOrEqualTo(node.Bytes!.Value);
            foreach (var pool in pools)
            {
                first.BytesFor(pool.Uid).ShouldBeLessThanOrEqualTo(pool.CapacityBytes);
                foreach (var bytes in nodes.Select(node => first.BytesFor(pool.Uid, node.Name)).Where(static bytes => bytes > 0))
                    bytes.ShouldBeInRange(Math.Max(1, pool.PerNodeMinBytes), pool.PerNodeMaxBytes ?? long.MaxValue);
            }

            var again = Plan([.. nodes.AsEnumerable().Reverse()], [.. pools.Select(pool => pool with { Current = nodes.ToDictionary(static node => node.Name, node => first.BytesFor(pool.Uid, node.Name), StringComparer.Ordinal) }).Reverse()]);
            foreach (var pool in pools)
                Parts(again, pool.Uid, [.. nodes.Select(static node => node.Name)]).ShouldBe(Parts(first, pool.Uid, [.. nodes.Select(static node => node.Name)]));
        }
    }

    [Fact]
    public void A_name_that_is_there_twice_is_an_error() =>
        Should.Throw<ArgumentException>(() => Plan([Node("a", 1), Node("a", 2)], [])).Message.ShouldContain("a is there twice");

    private const long Mi = 1L << 20;

    private static DiskPlan Plan(IReadOnlyList<DiskNode> nodes, IReadOnlyList<DiskPool> pools) => DiskPlanner.Plan(nodes, pools);

    private static DiskNode Node(string name, long gibibytes) => new(name, gibibytes * Gi);

    private static DiskPool Pool(long gibibytes, params (string Node, long Bytes)[] memory) =>
        new() { Uid = "p", CapacityBytes = gibibytes * Gi, HostMemory = memory.ToDictionary(static part => part.Node, static part => part.Bytes, StringComparer.Ordinal) };

    private static Dictionary<string, long> Current(params (string Node, long Gibibytes)[] parts) => parts.ToDictionary(static part => part.Node, static part => part.Gibibytes * Gi, StringComparer.Ordinal);

    private static long[] Parts(DiskPlan plan, string pool, params string[] nodes) => [.. nodes.Select(node => plan.BytesFor(pool, node))];
}
