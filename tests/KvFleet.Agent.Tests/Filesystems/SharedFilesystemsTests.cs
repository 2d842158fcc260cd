using KvFleet.Agent.Filesystems;
using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.Agent.Tests.Filesystems;

public sealed class SharedFilesystemsTests
{
    private readonly List<IReadOnlyList<WantShared>> _sent = [];
    private readonly SharedFilesystems _shared = new();

    public SharedFilesystemsTests() => _shared.Send = _sent.Add;

    [Fact]
    public void What_the_node_shall_have_is_passed_on_once_both_sides_are_known_and_again_after_a_loss()
    {
        _shared.Connected();
        _sent.ShouldBeEmpty("before the API server was heard, nothing may be taken away");

        _shared.Want(Node(2));
        _shared.Disconnected();
        _shared.Want(Node(2));
        _shared.Connected();

        _sent.Count.ShouldBe(2);
        var part = _sent[0].ShouldHaveSingleItem();
        (part.First, part.Last).ShouldBe((true, true));
        part.Filesystems.ShouldHaveSingleItem().ShouldBe(new WantedFilesystem("gluster", false, "kvfleet", 7, 85, 70, "u", null, RecordsAccesses: true));
        part.Pools[0].ShouldBe(new WantedPool("uid-0", "ai", "pool-0", "gluster", "kvfleet/ai/pool-0", "m@main", "h100/l/tp1", 1 << 20, 9, 60));
        part.Pools[^1].ShouldBe(new WantedPool("uid-r", "ai", "refused", Reason: "QuotaUnknown", Message: "Set one."));
    }

    [Fact]
    public void A_node_with_many_pools_is_told_in_several_parts()
    {
        _shared.Connected();

        _shared.Want(Node(300));

        var parts = _sent.ShouldHaveSingleItem();
        parts.Count.ShouldBeGreaterThan(1);
        parts.Select(static part => (part.First, part.Last)).ShouldBe([(true, false), .. Enumerable.Repeat((false, false), parts.Count - 2), (false, true)]);
        parts.SelectMany(static part => part.Pools).Count().ShouldBe(301);
        parts.SelectMany(static part => part.Filesystems).Count().ShouldBe(1);
    }

    [Fact]
    public void A_filesystem_is_pending_until_something_is_heard_of_it_and_forgotten_when_it_is_wanted_no_more()
    {
        _shared.Want(Node(1));
        _shared.Connected();
        _shared.Report().ShouldHaveSingleItem().Reason.ShouldBe("Pending");

        _shared.Learn(new FilesystemState("gluster", true, "Ready", 10, 5, [new SharedPoolState("uid-0", 2, 3, 4)]));
        var report = _shared.Report().ShouldHaveSingleItem();
        (report.Ready, report.TotalBytes, report.AvailableBytes).ShouldBe((true, 10, 5));
        var pool = report.Pools.ShouldHaveSingleItem();
        (pool.Uid, pool.Volumes, pool.UsedBytes, pool.Files).ShouldBe(("uid-0", 2, 3, 4));

        _shared.Disconnected();
        _shared.Report().ShouldHaveSingleItem().Reason.ShouldBe("Pending", "what is not heard is not known");
        _shared.Want(null);
        _shared.Report().ShouldBeEmpty();
    }

    private static V1Alpha1KVCacheNode Node(int pools) => new()
    {
        Metadata = new V1ObjectMeta { Name = "b" },
        Spec = new KVCacheNodeSpec
        {
            Filesystems =
            [
                new NodeFilesystem
                {
                    Name = "gluster", Source = FilesystemSource.Mount, PodUid = "u", Directory = "kvfleet", UserId = 7, HighPercent = 85, LowPercent = 70,
                    Pools =
                    [
                        .. Enumerable.Range(0, pools).Select(static index => new NodeSharedPool
                        {
                            Pool = new PoolReference { Namespace = "ai", Name = $"pool-{index}", Uid = $"uid-{index}" },
                            Directory = $"kvfleet/ai/pool-{index}", Model = "m@main", Variant = "h100/l/tp1", Quota = new ResourceQuantity("1Mi"), Inodes = 9, MinAgeSeconds = 60,
                        }),
                    ],
                },
            ],
            SharedRefusals = [new NodeSharedRefusal { Pool = new PoolReference { Namespace = "ai", Name = "refused", Uid = "uid-r" }, Reason = "QuotaUnknown", Message = "Set one." }],
        },
    };
}
