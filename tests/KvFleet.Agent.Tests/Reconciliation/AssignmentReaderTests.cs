using KvFleet.Agent.Reconciliation;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;

namespace KvFleet.Agent.Tests.Reconciliation;

public sealed class AssignmentReaderTests
{
    [Fact]
    public void No_object_means_nothing_to_hold() => Read(null).ShouldBe(DesiredState.Empty);

    [Fact]
    public void An_assignment_is_read_as_it_stands()
    {
        var node = Node(Assignment("uid-1", Holder("h0", "2Gi"), Holder("h1", "1Gi", HolderIntent.Drain, "u1")));
        node.Metadata.Generation = 7;
        node.Spec.Assignments![0].HugePages = HugePageSize.TwoMebi;
        node.Spec.Assignments[0].NumaPolicy = NumaPlacement.Interleave;
        node.Spec.Assignments[0].RowStrideBytes = 123;

        var desired = Read(node);

        desired.Generation.ShouldBe(7);
        var pool = desired.Pools.ShouldHaveSingleItem();
        (pool.Key, pool.RowStrideBytes, pool.HugePageBytes, pool.Placement).ShouldBe((new PoolKey("uid-1", "tenant", "pool"), 123, 2 << 20, ExtentPlacement.Interleave));
        pool.Holders.ShouldBe([new DesiredHolder("h0", null, 2L << 30, HolderGoal.Hold), new DesiredHolder("h1", "u1", 1L << 30, HolderGoal.Drain)]);
    }

    [Fact]
    public void What_cannot_be_right_is_left_out_and_told()
    {
        var node = Node(
            Assignment("uid-1", Holder("h0", "0"), Holder("h1", "1Gi"), Holder("h1", "2Gi")),
            Assignment("uid-1", Holder("h2", "1Gi")),
            Assignment("", Holder("h3", "1Gi")));

        var desired = AssignmentReader.Read(node, Places, out var problems);

        desired.Pools.Single().Holders.Select(h => (h.Name, h.Bytes)).ShouldBe([("h1", 1L << 30)]);
        problems.Count.ShouldBe(4);
    }

    private static DesiredState Read(V1Alpha1KVCacheNode? node)
    {
        var desired = AssignmentReader.Read(node, Places, out var problems);
        problems.ShouldBeEmpty();
        return desired;
    }

    private static V1Alpha1KVCacheNode Node(params PoolAssignment[] assignments) =>
        new() { Metadata = new V1ObjectMeta { Name = "node-a" }, Spec = new KVCacheNodeSpec { Assignments = [.. assignments] } };

    private static PoolAssignment Assignment(string uid, params HolderAssignment[] holders) => new()
    {
        Pool = new PoolReference { Namespace = "tenant", Name = "pool", Uid = uid },
        Bytes = ResourceQuantity.FromBytes(1),
        Holders = [.. holders],
    };

    private static HolderAssignment Holder(string name, string bytes, HolderIntent state = HolderIntent.Hold, string? uid = null)
    {
        ResourceQuantity.TryParse(bytes, out var quantity).ShouldBeTrue();
        return new HolderAssignment { Name = name, Uid = uid, Bytes = quantity, State = state };
    }
}
