using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Tests.LeaderElection;

/// <summary>One replica and its lease.</summary>
public sealed class LeaderElectorTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_replica_makes_the_lease_and_leads()
    {
        using var a = new Replica("a");
        a.Status.ShouldBe(0);
        a.Elector.IsLeader.ShouldBeFalse();
        await a.StartAsync();

        a.Elector.IsLeader.ShouldBeTrue();
        a.Elector.CurrentLeader.ShouldBe("a");
        a.Status.ShouldBe(1);
        var spec = a.Lease!.Spec!;
        (spec.HolderIdentity, spec.LeaseDurationSeconds, spec.LeaseTransitions).ShouldBe(("a", 15, 0));
        spec.AcquireTime.ShouldBe(a.Time.GetUtcNow());
        spec.RenewTime.ShouldBe(a.Time.GetUtcNow());
    }

    [Fact]
    public async Task Renewing_is_one_request_a_period_and_keeps_since_when_the_lease_is_held()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        var acquired = a.Lease!.Spec!.AcquireTime;
        a.Client.Calls.Clear();
        for (var i = 0; i < 10; i++)
            a.Advance(2 * Second);

        a.Client.Calls.ShouldBe(Enumerable.Repeat("UPDATE Lease op", 10));
        var spec = a.Lease!.Spec!;
        (spec.AcquireTime, spec.RenewTime, spec.LeaseTransitions).ShouldBe((acquired, a.Time.GetUtcNow(), 0));
        a.Elector.IsLeader.ShouldBeTrue();
    }

    [Fact]
    public async Task Failures_shorter_than_the_renew_deadline_cost_nothing()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        a.Cut();
        a.Advance(7 * Second);
        a.Elector.IsLeader.ShouldBeTrue();
        a.Heal();
        a.Advance(2 * Second);

        a.Holding.IsCompleted.ShouldBeFalse();
        a.Elector.IsLeader.ShouldBeTrue();
        a.Lease!.Spec!.LeaseTransitions.ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_renewal_until_the_deadline_the_lease_is_lost_at_that_moment()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        a.Cut();
        a.Advance((10 * Second) - TimeSpan.FromMilliseconds(1));
        a.Elector.IsLeader.ShouldBeTrue();
        a.Holding.IsCompleted.ShouldBeFalse();
        a.Advance(TimeSpan.FromMilliseconds(1));

        a.Elector.IsLeader.ShouldBeFalse();
        await a.Holding.WaitAsync(Token);
        a.Status.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_that_hangs_is_no_excuse()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        a.Client.Before = static (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        a.Advance(10 * Second);

        a.Elector.IsLeader.ShouldBeFalse();
        await a.Holding.WaitAsync(Token);
    }

    [Fact]
    public async Task A_renewal_whose_answer_came_after_a_freeze_does_not_count()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        // The server took the renewal; this process was suspended for a minute before it saw the answer.
        a.Client.Before = (call, _) =>
        {
            a.Client.Before = null;
            a.Time.SetUtcNow(a.Time.GetUtcNow() + TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        };
        a.Advance(2 * Second);

        a.Elector.IsLeader.ShouldBeFalse();
        await a.Holding.WaitAsync(Token);
    }

    [Fact]
    public async Task A_lease_that_someone_annotated_is_renewed_all_the_same()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        var lease = a.Lease!;
        lease.SetAnnotation("note", "hands off");
        await a.Client.UpdateAsync(lease, Token);
        for (var i = 0; i < 10; i++)
            a.Advance(2 * Second);

        a.Elector.IsLeader.ShouldBeTrue();
        var renewed = a.Lease!;
        renewed.GetAnnotation("note").ShouldBe("hands off");
        renewed.Spec!.LeaseTransitions.ShouldBe(0);
    }

    [Fact]
    public async Task A_deleted_lease_is_made_again()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        await a.Client.DeleteAsync<V1Lease>("op", "system", cancellationToken: Token);
        a.Advance(4 * Second);

        a.Elector.IsLeader.ShouldBeTrue();
        a.Lease!.Spec!.HolderIdentity.ShouldBe("a");
    }

    [Fact]
    public async Task A_lease_that_someone_else_took_is_lost_at_the_next_look_and_not_taken_back()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        var stolen = a.Lease!;
        stolen.Spec!.HolderIdentity = "thief";
        stolen.Spec.LeaseDurationSeconds = 0;
        await a.Client.UpdateAsync(stolen, Token);
        a.Advance(2 * Second);

        a.Elector.IsLeader.ShouldBeFalse();
        await a.Holding.WaitAsync(Token);
        a.Lease!.Spec!.HolderIdentity.ShouldBe("thief");
    }

    [Fact]
    public async Task Releasing_names_nobody_and_lets_the_lease_run_out_at_once()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        await a.KillAsync();
        await a.Elector.ReleaseAsync(Token);

        var spec = a.Lease!.Spec!;
        (spec.HolderIdentity, spec.LeaseDurationSeconds).ShouldBe((null, 1));
        a.Elector.IsLeader.ShouldBeFalse();
        a.Elector.CurrentLeader.ShouldBeEmpty();
        a.Status.ShouldBe(0);
    }

    [Fact]
    public async Task Who_does_not_lead_releases_nothing()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        using var b = new Replica("b", a.Client);
        await b.StartAsync();
        await b.Elector.ReleaseAsync(Token);

        b.Client.Calls.ShouldBe(["GET Lease op"]);
        a.Lease!.Spec!.HolderIdentity.ShouldBe("a");
    }

    [Fact]
    public async Task A_release_that_fails_is_no_error_of_the_shutdown()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        await a.KillAsync();
        a.Cut();

        await a.Elector.ReleaseAsync(Token);
        a.Elector.IsLeader.ShouldBeFalse();
    }

    [Fact]
    public async Task The_elector_is_alive_while_it_tries_and_dead_when_it_stops_trying()
    {
        using var a = new Replica("a");
        a.Time.Advance(TimeSpan.FromHours(1));
        a.Elector.Check().ShouldBeNull();
        await a.StartAsync();
        a.Advance(60 * Second);
        a.Elector.Check().ShouldBeNull();

        await a.KillAsync();
        a.Advance(26 * Second);
        a.Elector.Check().ShouldNotBeNull().ShouldContain("no try to take or renew");
    }

    [Theory]
    [InlineData(10, 10, 2)]
    [InlineData(0.5, 0.4, 0.1)]
    [InlineData(15, 2.4, 2)]
    [InlineData(15, 10, 0)]
    public void Times_that_allow_two_leaders_are_refused(double lease, double deadline, double retry) =>
        Should.Throw<InvalidOperationException>(() => new LeaderElectionOptions
        {
            LeaseName = "op",
            LeaseNamespace = "system",
            Identity = "a",
            LeaseDuration = lease * Second,
            RenewDeadline = deadline * Second,
            RetryPeriod = retry * Second,
        }.Validate());
}
