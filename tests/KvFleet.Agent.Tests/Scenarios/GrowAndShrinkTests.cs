using KvFleet.Agent.Tests.Harness;
using KvFleet.Api.Reports;
using static KvFleet.Agent.Tests.Harness.AgentHarness;

namespace KvFleet.Agent.Tests.Scenarios;

public sealed class GrowAndShrinkTests
{
    [Fact]
    public async Task An_assigned_holder_becomes_resident_and_locked_memory()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");

        var pool = await agent.ReadyAsync();

        (pool.ResidentBytes, pool.LockedBytes, pool.DrainingBytes, pool.StuckBytes).ShouldBe((Size, Size, 0, 0));
        var report = pool.Holders.ShouldHaveSingleItem();
        (report.Name, report.Uid, report.VolumeId, report.State, report.AssignedBytes, report.PopulatedBytes)
            .ShouldBe(("h0", "uid-h0", "volume-h0", HolderPhase.Ready, Size, Size));
        holder.Files.Sum(file => file.GetFacts().ResidentBytes).ShouldBe(Size);
        agent.Node.Extents.Values.ShouldBe([true]);
    }

    [Fact]
    public async Task What_one_engine_writes_another_reads()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var one = await agent.AddEngineAsync("one");
        var two = await agent.AddEngineAsync("two");
        await Eventually.TrueAsync(() => one.Ids.Count == 1 && two.Ids.Count == 1, "both mapped");

        one.Write("uid-h0-0", 4096, "hello"u8);

        two.Read("uid-h0-0", 4096, 5).ShouldBe("hello"u8.ToArray());
        var pool = await agent.ReportAsync(p => p.Mappers.Count == 2);
        pool.Mappers.Select(m => (m.PodNamespace, m.PodName, m.PodUid, m.Bytes, m.AcknowledgedRevoke))
            .ShouldBe([("tenant", "one", "uid-one", Size, true), ("tenant", "two", "uid-two", Size, true)]);
    }

    [Fact]
    public async Task Growth_reaches_engines_that_are_connected_without_moving_what_they_have()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var first = agent.AddHolder("h0");
        var engine = await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "first extent mapped");

        agent.Want(Hold("h0"), Hold("h1", 2 * Size));
        await using var second = agent.AddHolder("h1");
        await Eventually.TrueAsync(() => engine.Ids.Count == 2, "second extent mapped");

        engine.Layout.Values.OrderBy(e => e.Offset).Select(e => (e.Id, e.Offset, e.Bytes)).ShouldBe([("uid-h0-0", 0, Size), ("uid-h1-0", Size, 2 * Size)]);
        (await agent.ReadyAsync()).ResidentBytes.ShouldBe(3 * Size);
    }

    [Fact]
    public async Task An_engine_that_asks_before_anything_is_ready_gets_an_empty_answer_and_then_the_extents()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        var engine = await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => engine.Answers == 1, "first answer");
        engine.Ids.ShouldBeEmpty();

        await using var holder = agent.AddHolder("h0");

        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "extent mapped");
    }

    [Fact]
    public async Task A_drain_waits_for_the_mappers_and_then_frees_the_memory()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"), Hold("h1"));
        await using var first = agent.AddHolder("h0");
        await using var second = agent.AddHolder("h1");
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => engine.Ids.Count == 2, "mapped");

        agent.Want(Hold("h0"), Drain("h1"));

        var pool = await agent.ReportAsync(p => p.Holders[1].State == HolderPhase.Drained);
        engine.Ids.ShouldBe(["uid-h0-0"]);
        second.HeldBytes.ShouldBe(0);
        (pool.ResidentBytes, pool.DrainingBytes, pool.Phase).ShouldBe((Size, 0, PoolPhase.Ready));
        agent.Node.Extents.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_pool_that_is_assigned_no_more_is_given_back_and_forgotten()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var engine = await agent.AddEngineAsync("engine");
        await Eventually.TrueAsync(() => engine.Ids.Count == 1, "mapped");

        agent.WantPools();

        await Eventually.TrueAsync(async () => (await agent.ReportAsync()).Pools.Count == 0, () => "pool forgotten");
        holder.HeldBytes.ShouldBe(0);
        agent.Node.Extents.ShouldBeEmpty();
        await Eventually.TrueAsync(() => engine.Refusal?.Reason == "PoolNotOnNode", "engine told");
        await Eventually.TrueAsync(() => agent.Node.Statuses["volume-engine"] is { Available: false, Reason: "PoolNotOnNode" }, "volume marked");
    }

    [Fact]
    public async Task Two_pools_share_a_node_and_nothing_else()
    {
        await using var agent = Start();
        agent.WantPools(Pool("pool", Hold("h0")), Pool("other", Hold("h1")));
        await using var first = agent.AddHolder("h0");
        await using var second = agent.AddHolder("h1", "other");
        await agent.ReadyAsync();
        await agent.ReadyAsync("other");
        var mine = await agent.AddEngineAsync("mine");
        var theirs = await agent.AddEngineAsync("theirs", "other");
        await Eventually.TrueAsync(() => mine.Ids.Count == 1 && theirs.Ids.Count == 1, "mapped");

        mine.Write("uid-h0-0", 0, Enumerable.Repeat((byte)0xff, (int)Size).ToArray());

        mine.Ids.ShouldBe(["uid-h0-0"]);
        theirs.Ids.ShouldBe(["uid-h1-0"]);
        theirs.Read("uid-h1-0", 0, (int)Size).ShouldAllBe(b => b == 0);
    }

    [Fact]
    public async Task A_resized_assignment_is_drained_and_filled_anew()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();

        agent.Want(Hold("h0", 3 * Size));

        (await agent.ReportAsync(p => p.Phase == PoolPhase.Ready && p.ResidentBytes == 3 * Size)).LockedBytes.ShouldBe(3 * Size);
        holder.HeldBytes.ShouldBe(3 * Size);
    }
}
