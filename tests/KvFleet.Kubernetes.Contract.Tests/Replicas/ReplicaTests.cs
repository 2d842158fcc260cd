using System.Globalization;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Contract.Tests.Replicas;

/// <summary>Two replicas as real processes on a real server: whatever happens to the one that works, there are never two, and soon there is one again.</summary>
public sealed class ReplicaTests(ServerPool pool) : ContractTest(pool)
{
    // Long enough for a busy machine to renew in time.
    private static readonly LeaseTimes Times = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(0.5));

    // Far longer than anything takes: it only ends a case that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>How long the server is away: two minutes in a soak, otherwise long enough for every lease to run out twice.</summary>
    private static TimeSpan Outage => int.TryParse(Environment.GetEnvironmentVariable("KVFLEET_OUTAGE_SECONDS"), CultureInfo.InvariantCulture, out var seconds)
        ? TimeSpan.FromSeconds(seconds)
        : Times.Lease * 2;

    [Theory, EveryServer(Obedient = true, RealOnly = true)]
    public async Task A_killed_leader_is_replaced(ServerKind kind)
    {
        var server = await OpenOwnAsync(kind);
        await using var replicas = new ReplicaSet(server, Times);
        var first = await StartLeaderAsync(replicas, "first");
        await StartFollowerAsync(replicas, "second");
        await WorkAsync(replicas, "first", 50);
        await first.KillAsync();
        await WorkAsync(replicas, "second", 50);
        ShouldHaveTakenTurns(replicas, "first second");
        ShouldHaveTakenOverInTime(replicas, "second");
    }

    [Theory, EveryServer(Obedient = true, RealOnly = true)]
    public async Task A_leader_that_was_stopped_and_goes_on_does_nothing_more(ServerKind kind)
    {
        var server = await OpenOwnAsync(kind);
        await using var replicas = new ReplicaSet(server, Times);
        var leader = await StartLeaderAsync(replicas, "r0");
        var turns = "r0";
        // Several times, as each time it is stopped in the middle of something else.
        for (var round = 1; round <= 4; round++)
        {
            var next = await StartFollowerAsync(replicas, $"r{round}");
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1000)), TimeProvider.System, Stop);
            leader.Stop();
            await WorkAsync(replicas, next.Identity, 20);
            leader.Continue();
            await UntilAsync(replicas, () => leader.HasExited, "the old leader ends");
            turns += " " + next.Identity;
            leader = next;
        }

        await WorkAsync(replicas, leader.Identity, 20);
        ShouldHaveTakenTurns(replicas, turns);
        ShouldHaveTakenOverInTime(replicas, turns.Split(' ')[1..]);
    }

    [Theory, EveryServer(Obedient = true, RealOnly = true)]
    public async Task While_the_server_is_away_nobody_works_and_afterwards_one_does(ServerKind kind)
    {
        var server = await OpenOwnAsync(kind);
        await using var replicas = new ReplicaSet(server, Times);
        var first = await StartLeaderAsync(replicas, "first");
        await StartFollowerAsync(replicas, "second");
        await WorkAsync(replicas, "first", 50);
        await server.SuspendAsync();
        var away = TimeProvider.System.GetTimestamp();
        await UntilAsync(replicas, () => first.HasExited, "the leader ends when it cannot renew");
        var done = replicas.Records.Count;
        // As a kubelet would.
        replicas.Start("third");
        await UntilAsync(replicas, () => TimeProvider.System.GetElapsedTime(away) > Outage, "the outage is over");
        replicas.Records.Count.ShouldBe(done, "nobody works without a lease");
        await server.ResumeAsync(Stop);
        var back = TimeProvider.System.GetTimestamp();
        await UntilAsync(replicas, () => replicas.Records.Any(r => r.By != "first"), "somebody works again");
        var leader = replicas.Records.First(r => r.By != "first").By;
        await WorkAsync(replicas, leader, 50);
        ShouldHaveTakenTurns(replicas, $"first {leader}");
        // Usually the second, which has waited all the time; the third begins to wait when it first sees the lease.
        TakeOver.Of(replicas[leader].Election, Times, back).ShouldKeepTheRule(leader);
    }

    private static async Task<ReplicaProcess> StartLeaderAsync(ReplicaSet replicas, string identity)
    {
        var replica = replicas.Start(identity);
        await WorkAsync(replicas, identity, 1);
        return replica;
    }

    private static async Task<ReplicaProcess> StartFollowerAsync(ReplicaSet replicas, string identity)
    {
        var replica = replicas.Start(identity);
        await UntilAsync(replicas, () => replica.Election.Any(r => r.Kind == "saw"), $"{identity} sees who leads");
        return replica;
    }

    private static async Task WorkAsync(ReplicaSet replicas, string identity, int more)
    {
        int Done(string kind) => replicas.Records.Count(r => r.By == identity && r.Kind == kind);
        var (runs, services) = (Done("run"), Done("service"));
        await UntilAsync(
            replicas,
            () => Done("run") >= runs + more && Done("service") >= services + more && replicas.Writers.EndsWith(identity, StringComparison.Ordinal), $"{identity} works");
    }

    private static async Task UntilAsync(ReplicaSet replicas, Func<bool> condition, string what)
    {
        try
        {
            await EventuallyAsync(condition, what, limit: Patience);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\nwritten: {replicas.Writers}\nworked: {WorkRecord.Turns(replicas.Records)}\n{replicas.Logs}", e);
        }
    }

    private static void ShouldHaveTakenTurns(ReplicaSet replicas, string turns)
    {
        WorkRecord.Turns(replicas.Records).ShouldBe(turns, "work: " + replicas.Logs);
        replicas.Writers.ShouldBe(turns, "writes that the server took");
    }

    private static void ShouldHaveTakenOverInTime(ReplicaSet replicas, params string[] identities)
    {
        foreach (var identity in identities)
            TakeOver.Of(replicas[identity].Election, Times).ShouldKeepTheRule(identity);
    }
}
