using KvFleet.Agent.Tests.Harness;
using KvFleet.Api.Reports;
using KvFleet.Testing;
using static KvFleet.Agent.Tests.Harness.AgentHarness;

namespace KvFleet.Agent.Tests.Reports;

public sealed class ReportFeedTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_first_question_is_answered_at_once()
    {
        await using var agent = Start(time: _time);

        var report = await ReadAsync(agent, null, 60);

        (report.NodeName, report.BootId, report.AgentVersion, report.ReportedAt).ShouldBe(("node-a", "boot", "1.0", _time.GetUtcNow()));
        report.Sequence.ShouldBeGreaterThanOrEqualTo(_time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Who_knows_the_latest_waits_and_hears_of_the_next_change()
    {
        await using var agent = Start(time: _time);
        var known = await SettledAsync(agent);

        var next = ReadAsync(agent, known.Sequence, 60);
        await agent.Runtime.Loop.AskAsync(() => true, CancellationToken.None);
        next.IsCompleted.ShouldBeFalse();
        agent.Want(Hold("h0"));

        var report = await next;
        report.Sequence.ShouldBeGreaterThan(known.Sequence);
        (report.ObservedNodeGeneration, report.Pools.Single().Phase).ShouldBe((1, PoolPhase.Pending));
    }

    [Fact]
    public async Task Without_a_change_the_answer_comes_after_the_wait_with_the_same_sequence()
    {
        await using var agent = Start(time: _time);
        var known = await SettledAsync(agent);

        var next = ReadAsync(agent, known.Sequence, 60);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(5));
                return next.IsCompleted;
            },
            "answered");

        (await next).Sequence.ShouldBe(known.Sequence);
        (await next).ReportedAt.ShouldBeGreaterThanOrEqualTo(known.ReportedAt + TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_sequence_from_another_life_is_answered_at_once()
    {
        await using var agent = Start(time: _time);
        var known = await SettledAsync(agent);

        (await ReadAsync(agent, known.Sequence + 1000, 60)).Sequence.ShouldBe(known.Sequence);
    }

    [Fact]
    public async Task Figures_alone_do_not_move_the_sequence()
    {
        await using var agent = Start();
        agent.Want(Hold("h0"));
        await using var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        var one = await agent.ReportAsync();

        (await agent.ReportAsync()).Sequence.ShouldBe(one.Sequence);
    }

    [Fact]
    public async Task The_sequence_grows_over_a_restart()
    {
        await using var agent = Start(time: _time);
        agent.Want(Hold("h0"));
        var before = await SettledAsync(agent);
        await agent.StopAgentAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        agent.StartAgent();

        (await ReadAsync(agent, null, 0)).Sequence.ShouldBeGreaterThan(before.Sequence);
    }

    private static Task<AgentReport> ReadAsync(AgentHarness agent, long? since, int seconds) =>
        agent.Runtime.Feed.ReadAsync(since, TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);

    private static async Task<AgentReport> SettledAsync(AgentHarness agent)
    {
        await Eventually.TrueAsync(async () => (await agent.ReportAsync()).NodeContainerConnected, () => "node container connected");
        return await agent.ReportAsync();
    }
}
