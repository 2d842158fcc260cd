using KvFleet.Api.Reports;
using KvFleet.Operator.Telemetry;
using KvFleet.Testing;

namespace KvFleet.Operator.Tests.Telemetry;

public sealed class ReportStoreTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<ReportChange> _changes = [];
    private readonly ReportStore _store;

    public ReportStoreTests()
    {
        _store = new ReportStore(_time, TimeSpan.FromSeconds(15));
        _store.OnChanged((_, change) => _changes.Add(change));
    }

    private AgentReport Report(PoolPhase phase = PoolPhase.Ready, long resident = 1) => new()
    {
        Sequence = 1,
        NodeName = "a",
        BootId = "b",
        AgentVersion = "1",
        StartedAt = default,
        ReportedAt = _time.GetUtcNow(),
        Pools = [new PoolReport { Namespace = "ai", Name = "llama", Uid = "p", Phase = phase, ResidentBytes = resident }],
    };

    [Fact]
    public void A_report_that_says_nothing_new_tells_nobody()
    {
        _store.Accept("agent", Report());
        _changes.Clear();

        _time.Advance(TimeSpan.FromSeconds(30));
        _store.Accept("agent", Report());

        _changes.ShouldBeEmpty();
    }

    [Fact]
    public void Figures_and_phases_are_told_apart()
    {
        _store.Accept("agent", Report());
        _changes.Clear();

        _store.Accept("agent", Report(resident: 2));
        _store.Accept("agent", Report(PoolPhase.Degraded, resident: 2));

        _changes.ShouldBe([ReportChange.Figures, ReportChange.Phase]);
    }

    [Fact]
    public void An_agent_counts_as_unreachable_only_after_the_time_that_a_restart_takes()
    {
        _store.Accept("agent", Report());
        _store.Fail("a", "agent", "connection refused");
        _time.Advance(TimeSpan.FromSeconds(14));
        _store.Fail("a", "agent", "connection refused");
        _store.Get("a")!.Report.ShouldNotBeNull();

        _time.Advance(TimeSpan.FromSeconds(1));
        _store.Fail("a", "agent", "connection refused");

        _store.Get("a")!.ShouldSatisfyAllConditions(
            state => state.Reachability.ShouldBe(AgentReachability.Unreachable),
            state => state.Report.ShouldBeNull("old figures are not figures"),
            state => state.Error.ShouldBe("connection refused"));
    }

    [Fact]
    public void An_agent_that_answers_again_is_reachable_at_once()
    {
        _store.Expect("a", "agent");
        _time.Advance(TimeSpan.FromSeconds(20));
        _store.Fail("a", "agent", "no route");
        _store.Accept("agent", Report());

        _store.Get("a")!.Reachability.ShouldBe(AgentReachability.Reachable);
    }

    [Fact]
    public void While_an_agent_is_replaced_the_old_pod_has_no_say()
    {
        _store.Expect("a", "old");
        _store.Expect("a", "new");
        _store.Accept("new", Report());
        _time.Advance(TimeSpan.FromSeconds(20));

        _store.Fail("a", "old", "connection refused");
        _store.Accept("old", Report(PoolPhase.Degraded));

        _store.Get("a")!.ShouldSatisfyAllConditions(
            state => state.PodName.ShouldBe("new"),
            state => state.FailingSince.ShouldBeNull(),
            state => state.Report!.Pools[0].Phase.ShouldBe(PoolPhase.Ready));
    }

    [Fact]
    public void The_end_of_an_old_pod_does_not_forget_the_one_that_took_its_place()
    {
        _store.Expect("a", "old");
        _store.Expect("a", "new");
        _store.Forget("a", "old");

        _store.Get("a")!.PodName.ShouldBe("new");
    }
}
