using System.Collections.Immutable;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Reports;
using KvFleet.Api.Reports;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Holders;
using KvFleet.Store.Extents.Mappers;
using HolderPhase = KvFleet.Store.Extents.Holders.HolderPhase;

namespace KvFleet.Agent.Tests.Reports;

public sealed class PoolVerdictTests
{
    private static readonly PoolKey Key = new("uid", "tenant", "pool");
    private static readonly ExtentPlan Plan = new("h-0", 4096, 0, ExtentPlacement.None, null);

    [Fact]
    public void A_pool_without_holders_is_pending() => Of().ShouldBe((PoolPhase.Pending, null));

    [Fact]
    public void A_pool_whose_holders_have_not_come_is_pending_and_says_so() => Of(Waiting()).ShouldBe((PoolPhase.Pending, "HolderNotConnected"));

    [Fact]
    public void A_pool_is_populating_while_one_holder_is_not_ready() => Of(Ready(), Waiting()).ShouldBe((PoolPhase.Populating, "HolderNotConnected"));

    [Fact]
    public void A_pool_is_ready_when_every_holder_is() => Of(Ready(), Ready()).ShouldBe((PoolPhase.Ready, null));

    [Fact]
    public void A_drained_holder_does_not_spoil_a_ready_pool() => Of(Ready(), Waiting() with { Goal = HolderGoal.Drain }).ShouldBe((PoolPhase.Ready, null));

    [Fact]
    public void A_failed_holder_degrades_the_pool() =>
        Of(Ready(), Waiting() with { Failure = new HolderFailure("LockRefused", "no", default), Reason = "LockRefused", Message = "no" }).ShouldBe((PoolPhase.Degraded, "LockRefused"));

    [Fact]
    public void A_ready_holder_with_a_complaint_degrades_the_pool() => Of(Ready() with { Reason = "ExtentPunched" }).ShouldBe((PoolPhase.Degraded, "ExtentPunched"));

    [Fact]
    public void Only_draining_holders_make_a_draining_pool() =>
        Of(Ready() with { Goal = HolderGoal.Drain, Published = false, Revoking = true }).ShouldBe((PoolPhase.Draining, null));

    [Fact]
    public void Stuck_bytes_come_first()
    {
        var pool = Pool(Ready()) with { Keepers = "pod tenant/x, process 7 (y), keeps 4096 bytes" };

        var (phase, reason, message) = PoolVerdict.Of(pool);

        (phase, reason).ShouldBe((PoolPhase.Degraded, "MapperHoldsExtents"));
        message.ShouldNotBeNull().ShouldContain("pod tenant/x");
    }

    [Fact]
    public void Punched_memory_names_the_pods_that_map_it()
    {
        var pool = Pool(Ready() with { Reason = "ExtentPunched", Message = "holes." }) with
        {
            Mappers = [new MapperSnapshot(new MapperIdentity("tenant", "suspect", "uid"), 4096, false)],
        };

        PoolVerdict.Of(pool).Message.ShouldNotBeNull().ShouldContain("tenant/suspect");
    }

    private static (PoolPhase, string?) Of(params HolderState[] holders)
    {
        var (phase, reason, _) = PoolVerdict.Of(Pool(holders));
        return (phase, reason);
    }

    private static HolderState Waiting() => new() { Key = new HolderKey("tenant", "h") };

    private static HolderState Ready()
    {
        var ready = new HolderState
        {
            Key = new HolderKey("tenant", "h"),
            Connected = true,
            Published = true,
            Extents = [new ExtentProgress(Plan, ExtentStage.Locked, 4096, 4096)],
        };
        ready.Phase.ShouldBe(HolderPhase.Ready);
        return ready;
    }

    private static PoolSnapshot Pool(params HolderState[] holders) => new(
        Key,
        [.. holders.Select(state => new HolderSnapshot(state, "uid", "volume", 4096))],
        [],
        DrainVerdict.None,
        null,
        [],
        ImmutableDictionary<string, MapperIdentity>.Empty);
}
