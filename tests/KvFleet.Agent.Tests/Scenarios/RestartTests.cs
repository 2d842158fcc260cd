using KvFleet.Agent.Tests.Harness;
using KvFleet.Api.Reports;
using KvFleet.Protocol.Volume;
using static KvFleet.Agent.Tests.Harness.AgentHarness;

namespace KvFleet.Agent.Tests.Scenarios;

public sealed class RestartTests
{
    [Fact]
    public async Task After_an_agent_restart_the_same_bytes_are_still_there()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        var path = agent.Node.Publish("engine", VolumeRole.Engine);
        await agent.ReadyAsync();
        await agent.VolumeServedAsync("engine");
        var before = await agent.ConnectEngineAsync(path, "engine");
        await Eventually.TrueAsync(() => before.Ids.Count == 1, "mapped");
        before.Write("uid-h0-0", 123, "still here"u8);
        var memory = holder.Files.Single().GetFacts().Inode;

        await agent.StopAgentAsync();
        before.Read("uid-h0-0", 123, 10).ShouldBe("still here"u8.ToArray());
        agent.Node.Extents.Values.ShouldBe([true]);
        agent.StartAgent();

        var pool = await agent.ReadyAsync();
        (pool.ResidentBytes, pool.LockedBytes).ShouldBe((Size, Size));
        holder.Files.Single().GetFacts().Inode.ShouldBe(memory);
        await agent.VolumeServedAsync("engine");
        var after = await agent.ConnectEngineAsync(path, "engine");
        await Eventually.TrueAsync(() => after.Ids.Count == 1, "mapped again");
        after.Read("uid-h0-0", 123, 10).ShouldBe("still here"u8.ToArray());
    }

    [Fact]
    public async Task A_drain_after_a_restart_still_waits_for_who_mapped_before_it()
    {
        await using var agent = Start(drainDeadline: TimeSpan.FromMilliseconds(100));
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");
        await agent.StopAgentAsync();
        agent.StartAgent();

        agent.Want(Drain("h0"));

        var pool = await agent.ReportAsync(p => p.StuckBytes > 0);
        (pool.StuckBytes, pool.Stuck.Single().PodUid).ShouldBe((Size, "uid-engine"));
        holder.HeldBytes.ShouldBe(Size);
        await agent.KillAsync(engine);
        await agent.ReportAsync(p => p.Holders[0].State == HolderPhase.Drained);
    }

    [Fact]
    public async Task When_the_node_container_restarts_locks_are_taken_again_and_nobody_loses_anything()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");

        await agent.Node.StopAsync();
        var pool = await agent.ReportAsync(p => p.LockedBytes == 0);
        (pool.Phase, pool.Reason, pool.ResidentBytes).ShouldBe((PoolPhase.Degraded, "LockerUnavailable", Size));
        (await agent.ReportAsync()).NodeContainerConnected.ShouldBeFalse();
        agent.Node.Start();

        await agent.ReportAsync(p => p.Phase == PoolPhase.Ready && p.LockedBytes == Size);
        engine.IsClosed.ShouldBeFalse();
        engine.Ids.ShouldBe(["uid-h0-0"]);
        agent.Node.Extents.Values.ShouldBe([true]);
    }

    [Fact]
    public async Task A_volume_that_went_away_while_the_node_container_was_away_is_forgotten()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");

        await agent.Node.StopAsync();
        agent.Node.Unpublish("engine");
        agent.Node.Start();

        await Eventually.TrueAsync(() => engine.IsClosed, "cut off");
        (await agent.ReadyAsync()).ResidentBytes.ShouldBe(Size);
    }

    [Fact]
    public async Task Without_assignments_nothing_is_drained_and_holders_wait()
    {
        await using var agent = Start();
        await using var holder = agent.AddHolder("h0");
        var engine = await agent.AddEngineAsync("engine");

        await Eventually.TrueAsync(() => engine.Refusal?.Reason == "AssignmentsUnknown", "engine told to come again");
        var report = await agent.ReportAsync();
        (report.ObservedNodeGeneration, report.Pools.Count).ShouldBe((null, 0));
        agent.Want(Hold("h0"));
        await agent.ReadyAsync();
    }
}
