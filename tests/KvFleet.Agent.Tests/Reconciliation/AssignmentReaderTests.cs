using KvFleet.Agent.Disks;
using KvFleet.Agent.Reconciliation;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;

namespace KvFleet.Agent.Tests.Reconciliation;

public sealed class AssignmentReaderTests
{
    private static readonly DiskPlaces Places = new("/disk", "/keys", static _ => null);

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

    [Fact]
    public void A_local_disk_gets_a_directory_named_after_the_pool_and_the_file_of_its_key()
    {
        var node = Node(Assignment("uid-1"), Assignment("uid-2"), Assignment("uid-3"));
        node.Spec.Assignments![0].LocalDisk = new DiskAssignment { Bytes = ResourceQuantity.FromBytes(1 << 30), SightingsToAdmit = 3, EncryptionKey = "team-a" };
        node.Spec.Assignments[1].LocalDisk = new DiskAssignment { Bytes = ResourceQuantity.FromBytes(0) };

        Read(node).Pools.Select(static pool => pool.Disk).ShouldBe([new DesiredDisk(1 << 30, 3, "/disk/uid-1", "/keys/team-a"), null, null]);
        AssignmentReader.Read(node, DiskPlaces.None, out _).Pools[0].Disk!.Directory.ShouldBeNull("the agent was given no disk");
    }

    [Theory]
    [InlineData("../etc", 2, null)]
    [InlineData("uid-1", 2, "../tls.key")]
    [InlineData("uid-1", 0, null)]
    public void A_local_disk_that_leads_elsewhere_is_left_out_and_told(string uid, int sightings, string? key)
    {
        var node = Node(Assignment(uid));
        node.Spec.Assignments![0].LocalDisk = new DiskAssignment { Bytes = ResourceQuantity.FromBytes(1 << 30), SightingsToAdmit = sightings, EncryptionKey = key };

        AssignmentReader.Read(node, Places, out var problems).Pools.Single().Disk.ShouldBeNull();

        problems.ShouldHaveSingleItem().ShouldContain("cannot be acted on");
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
