using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Kubernetes.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Kubernetes.Contract.Tests.Leases;

/// <summary>Leases as objects and as elections.</summary>
public sealed class LeaseTests(ServerPool pool) : ContractTest(pool)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory, EveryServer]
    public async Task A_lease_keeps_microseconds(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var time = new DateTimeOffset(2026, 11, 21, 1, 2, 3, TimeSpan.Zero).AddTicks(4_567_890);
        var lease = new V1Lease
        {
            Metadata = new V1ObjectMeta { Name = "l", NamespaceProperty = server.Namespace },
            Spec = new V1LeaseSpec { HolderIdentity = "me", LeaseDurationSeconds = 15, RenewTime = time, AcquireTime = time, LeaseTransitions = 0 },
        };
        var stored = await server.Client.CreateAsync(lease, Stop);
        stored.Spec!.RenewTime.ShouldBe(time);
        stored.Spec.HolderIdentity = "you";
        (await server.Client.UpdateAsync(stored, Stop)).Spec!.HolderIdentity.ShouldBe("you");
    }

    [Theory, EveryServer]
    public async Task Of_two_one_leads_and_the_other_follows_at_once_when_it_is_given_back(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var first = Elector(server, "first");
        var second = Elector(server, "second");
        await first.AcquireAsync(Stop);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var holding = first.HoldAsync(stop.Token);
        var waiting = second.AcquireAsync(Stop);
        await EventuallyAsync(() => second.CurrentLeader == "first", "the second sees who leads");
        (first.IsLeader, second.IsLeader).ShouldBe((true, false));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => holding);
        await first.ReleaseAsync(Stop);
        await waiting;
        (first.IsLeader, second.IsLeader).ShouldBe((false, true));
        var lease = (await server.Client.GetAsync<V1Lease>("election", server.Namespace, Stop))!;
        (lease.Spec!.HolderIdentity, lease.Spec.LeaseTransitions).ShouldBe(("second", 1));
        lease.Spec.AcquireTime.ShouldNotBeNull();
    }

    [Theory, EveryServer]
    public async Task A_leader_that_somebody_else_replaced_steps_down(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var elector = Elector(server, "first");
        await elector.AcquireAsync(Stop);
        var holding = elector.HoldAsync(Stop);
        var lease = (await server.Client.GetAsync<V1Lease>("election", server.Namespace, Stop))!;
        var patch = Client.KubernetesPatch.Merge(new System.Text.Json.Nodes.JsonObject { ["spec"] = new System.Text.Json.Nodes.JsonObject { ["holderIdentity"] = "usurper" } });
        await server.Client.PatchAsync<V1Lease>("election", server.Namespace, patch, cancellationToken: Stop);
        await holding;
        (elector.IsLeader, elector.CurrentLeader, lease.Spec!.HolderIdentity).ShouldBe((false, "usurper", "first"));
    }

    private static LeaderElector Elector(ContractServer server, string identity) => new(
        server.Client,
        new LeaderElectionOptions
        {
            LeaseName = "election",
            LeaseNamespace = server.Namespace,
            Identity = identity,
            LeaseDuration = 30 * Second,
            RenewDeadline = 20 * Second,
            RetryPeriod = 0.2 * Second,
        },
        TimeProvider.System,
        NullLogger<LeaderElector>.Instance);
}
