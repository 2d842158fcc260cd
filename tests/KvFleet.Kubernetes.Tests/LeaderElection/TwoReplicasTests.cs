using KvFleet.Kubernetes.Tests.Doubles;

namespace KvFleet.Kubernetes.Tests.LeaderElection;

/// <summary>Two replicas, one lease: never two leaders, and soon one.</summary>
public sealed class TwoReplicasTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task The_second_waits_while_the_first_renews_however_wrong_its_clock_is(int skewSeconds)
    {
        using var a = new Replica("a");
        using var b = new Replica("b", a.Client, skewSeconds * Second);
        await a.StartAsync();
        await b.StartAsync();
        Run(a, b, 120 * Second);

        a.Elector.IsLeader.ShouldBeTrue();
        b.Elector.IsLeader.ShouldBeFalse();
        b.Elector.CurrentLeader.ShouldBe("a");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task The_second_takes_over_a_lease_duration_after_it_saw_the_last_sign_of_life(int skewSeconds)
    {
        using var a = new Replica("a");
        using var b = new Replica("b", a.Client, skewSeconds * Second);
        await a.StartAsync();
        await b.StartAsync();
        Run(a, b, 10 * Second);
        await a.KillAsync();
        Run(a, b, 12 * Second);
        b.Elector.IsLeader.ShouldBeFalse();

        // 15 s after b saw the last renewal (up to 2.4 s after it was made), and up to 2.4 s until the next try.
        Run(a, b, 8 * Second);
        b.Elector.IsLeader.ShouldBeTrue();
        b.Lease!.Spec!.LeaseTransitions.ShouldBe(1);
    }

    [Fact]
    public async Task An_ancient_lease_of_a_dead_replica_is_waited_for_like_any_other()
    {
        using var a = new Replica("a");
        await a.StartAsync();
        await a.KillAsync();
        using var b = new Replica("b", a.Client, TimeSpan.FromDays(30));
        await b.StartAsync();
        b.Advance(14 * Second);
        b.Elector.IsLeader.ShouldBeFalse();
        b.Advance(4 * Second);

        b.Elector.IsLeader.ShouldBeTrue();
    }

    [Fact]
    public async Task A_partitioned_leader_gives_up_before_the_other_takes_over()
    {
        using var a = new Replica("a");
        using var b = new Replica("b", a.Client, 7 * Second);
        await a.StartAsync();
        await b.StartAsync();
        Run(a, b, 21.3 * Second);
        a.Cut();
        var leaderless = TimeSpan.Zero;
        for (var passed = TimeSpan.Zero; passed < 60 * Second; passed += Tick)
        {
            Run(a, b, Tick);
            leaderless += a.Elector.IsLeader || b.Elector.IsLeader ? TimeSpan.Zero : Tick;
        }

        b.Elector.IsLeader.ShouldBeTrue();
        a.Elector.IsLeader.ShouldBeFalse();
        leaderless.ShouldBeInRange(1 * Second, 11 * Second);
        a.Heal();
        Run(a, b, 60 * Second);
        b.Elector.IsLeader.ShouldBeTrue();
    }

    [Fact]
    public async Task A_released_lease_is_taken_at_the_next_try()
    {
        using var a = new Replica("a");
        using var b = new Replica("b", a.Client);
        await a.StartAsync();
        await b.StartAsync();
        Run(a, b, 10 * Second);
        await a.KillAsync();
        await a.Elector.ReleaseAsync(Token);
        Run(a, b, 2.5 * Second);

        b.Elector.IsLeader.ShouldBeTrue();
        b.Lease!.Spec!.LeaseTransitions.ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_that_start_at_once_one_wins()
    {
        using var a = new Replica("a");
        using var b = new Replica("b", a.Client);
        // Both have looked and found nothing before either writes.
        var looked = 0;
        var both = new TaskCompletionSource();
        a.Client.Before = b.Client.Before = (call, _) =>
        {
            if (!call.StartsWith("CREATE", StringComparison.Ordinal))
                return Task.CompletedTask;
            if (Interlocked.Increment(ref looked) == 2)
                both.SetResult();
            return both.Task;
        };
        await Task.WhenAll(a.StartAsync(), b.StartAsync());
        await Eventually.BeAsync(() => a.Acquiring.IsCompleted || b.Acquiring.IsCompleted, "a winner");
        a.Client.Before = b.Client.Before = null;
        Run(a, b, 60 * Second);

        (a.Elector.IsLeader ^ b.Elector.IsLeader).ShouldBeTrue();
    }

    [Fact]
    public async Task The_duration_that_the_holder_announced_counts_not_our_own()
    {
        using var a = new Replica("a", leaseDuration: 60 * Second);
        using var b = new Replica("b", a.Client);
        await a.StartAsync();
        await b.StartAsync();
        await a.KillAsync();
        b.Advance(50 * Second);
        b.Elector.IsLeader.ShouldBeFalse();
        b.Advance(15 * Second);

        b.Elector.IsLeader.ShouldBeTrue();
    }

    /// <summary>Moves both clocks in small steps and checks the one promise at every one of them.</summary>
    private static void Run(Replica a, Replica b, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Tick)
        {
            a.Advance(Tick);
            b.Advance(Tick);
            (a.Elector.IsLeader && b.Elector.IsLeader).ShouldBeFalse("two leaders at once");
        }
    }
}
