using KvFleet.Agent.Tests.Harness;
using KvFleet.Api.Reports;
using KvFleet.Native;
using KvFleet.Protocol.NodeChannel;
using static KvFleet.Agent.Tests.Harness.AgentHarness;

namespace KvFleet.Agent.Tests.Scenarios;

public sealed class MapperTests
{
    [Fact]
    public async Task A_mapper_that_never_lets_go_is_reported_with_its_pod_and_nothing_grows_into_what_it_keeps()
    {
        await using var agent = Start(drainDeadline: TimeSpan.FromMilliseconds(100));
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("keeper", configure: e => e.NeverLetsGo = true);
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");

        agent.Want(Drain("h0"), Hold("h1"));
        var pool = await agent.ReportAsync(p => p.StuckBytes > 0);

        (pool.StuckBytes, pool.Phase, pool.Reason).ShouldBe((Size, PoolPhase.Degraded, "MapperHoldsExtents"));
        pool.Message.ShouldNotBeNull().ShouldContain("tenant/keeper");
        (pool.Stuck[0].PodNamespace, pool.Stuck[0].PodName, pool.Stuck[0].PodUid, pool.Stuck[0].Pid, pool.Stuck[0].Command, pool.Stuck[0].Bytes)
            .ShouldBe(("tenant", "keeper", "uid-keeper", 4711, "engine", Size));
        pool.Holders.Single(h => h.Name == "h0").State.ShouldBe(HolderPhase.Draining);
        pool.Mappers.Single().AcknowledgedRevoke.ShouldBeFalse();

        await using var grown = agent.AddHolder("h1");
        await Eventually.TrueAsync(() => engine.Ids.Count == 2, "growth mapped");
        engine.Layout["uid-h1-0"].Offset.ShouldBe(Size);

        await agent.KillAsync(engine);
        (await agent.ReportAsync(p => p.Holders.Single(h => h.Name == "h0").State == HolderPhase.Drained)).StuckBytes.ShouldBe(0);
        holder.HeldBytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_mapper_that_lies_about_letting_go_is_found_by_the_kernels_word()
    {
        await using var agent = Start(drainDeadline: TimeSpan.FromMilliseconds(100));
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("liar", configure: e => e.Lies = true);
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");

        agent.Want(Drain("h0"));

        (await agent.ReportAsync(p => p.StuckBytes > 0)).Stuck.Single().PodName.ShouldBe("liar");
        holder.HeldBytes.ShouldBe(Size);
    }

    [Fact]
    public async Task A_mapper_that_dies_without_a_word_does_not_hold_up_a_drain()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("engine", configure: e => e.NeverLetsGo = true);
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");
        agent.Want(Drain("h0"));
        await agent.ReportAsync(p => p.Holders[0].State == HolderPhase.Draining);

        await agent.KillAsync(engine);

        await agent.ReportAsync(p => p.Holders[0].State == HolderPhase.Drained);
    }

    [Fact]
    public async Task A_mapper_cannot_truncate_an_extent()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        var engine = await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");

        Should.Throw<NativeException>(() => engine.File("uid-h0-0").Truncate(0)).ErrorNumber.ShouldBe(Errno.EPERM);
        Should.Throw<NativeException>(() => engine.File("uid-h0-0").Truncate(2 * Size)).ErrorNumber.ShouldBe(Errno.EPERM);
    }

    [Fact]
    public async Task Punched_holes_are_noticed_named_and_filled_again()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        var engine = await agent.AddEngineAsync("puncher");
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");
        var reasons = new List<string?>();
        var unlocks = 0;
        agent.Node.Refuse = request =>
        {
            unlocks += request is UnlockExtent ? 1 : 0;
            return null;
        };

        engine.File("uid-h0-0").PunchHole(0, Size / 2);

        await agent.ReportAsync(p =>
        {
            reasons.Add($"{p.Phase} {p.Reason} {p.Message}");
            return unlocks > 0 && p.Phase == PoolPhase.Ready && p.ResidentBytes == Size && p.LockedBytes == Size;
        });
        reasons.ShouldContain(r => r!.StartsWith("Degraded ExtentPunched", StringComparison.Ordinal) && r.Contains("tenant/puncher", StringComparison.Ordinal));
        engine.Ids.ShouldBe(["uid-h0-0"]);
        // The lock is taken anew: the old one does not cover the new pages.
        unlocks.ShouldBe(1);
        agent.Node.Extents.Values.ShouldBe([true]);
    }

    [Fact]
    public async Task An_engine_whose_volume_is_unpublished_is_cut_off()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        var engine = await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");

        agent.Node.Unpublish("engine");

        await Eventually.TrueAsync(() => engine.IsClosed, "cut off");
        await agent.ReportAsync(p => p.Mappers.Count == 0);
    }

    [Fact]
    public async Task An_engine_of_a_pool_that_is_not_here_is_refused_and_its_volume_says_so()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        var engine = await agent.AddEngineAsync("stranger", "elsewhere");

        await Eventually.TrueAsync(() => engine.Refusal is not null && engine.IsClosed, "refused");
        engine.Refusal!.Reason.ShouldBe("PoolNotOnNode");
        engine.Refusal.Message.ShouldContain("kubectl describe kvcachepool elsewhere -n tenant");
        await Eventually.TrueAsync(() => agent.Node.Statuses.ContainsKey("volume-stranger"), "status");
        agent.Node.Statuses["volume-stranger"].Available.ShouldBeFalse();
    }

    [Fact]
    public async Task A_volume_becomes_available_with_the_first_ready_extent_and_unavailable_with_the_last()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => agent.Node.Statuses.TryGetValue("volume-engine", out var s) && s is { Available: false, Reason: "PoolNotReady" }, "not ready");
        await using var holder = agent.AddHolder("h0");
        await Eventually.TrueAsync(() => agent.Node.Statuses["volume-engine"].Available, "available");

        agent.Want(Drain("h0"));

        await Eventually.TrueAsync(() => !agent.Node.Statuses["volume-engine"].Available, "unavailable");
    }
}
