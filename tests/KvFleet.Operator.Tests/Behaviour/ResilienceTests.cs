using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Health;
using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Operator.Tests.Harness;
using KvFleet.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KvFleet.Operator.Tests.Behaviour;

/// <summary>Failures of the operator's own world: the API server, definitions, permissions, other replicas, its own death.</summary>
public sealed class ResilienceTests
{
    private static void Prepare(FakeCluster cluster)
    {
        cluster.AddNode("a", 20);
        cluster.AddNode("b", 20);
        cluster.AddPool("llama", "8Gi");
    }

    private static string Ready(IHost host) => string.Join('\n', host.Services.GetServices<IHealthCheck>().Where(check => check.Scope == HealthScope.Ready).Select(check => check.Check()));

    [Fact]
    public async Task Missing_definitions_are_named_and_waited_for()
    {
        await using var harness = await OperatorHarness.StartAsync(withDefinitions: false);

        await harness.UntilAsync(() => Ready(harness.Current).Contains("kubectl apply -k config/crd", StringComparison.Ordinal), "readiness names what is missing");
        // It is logged just after readiness knows.
        await harness.UntilAsync(() => harness.Log.Lines.Any(line => line.Contains("CustomResourceDefinitions of kvfleet.io are not installed", StringComparison.Ordinal)), "the log names it, too");

        harness.Cluster.InstallDefinitions();
        Prepare(harness.Cluster);
        await harness.UntilReadyAsync("llama");
        Ready(harness.Current).Trim().ShouldBeEmpty();
    }

    [Fact]
    public async Task Denied_permissions_are_named_and_waited_for()
    {
        await using var harness = await OperatorHarness.StartAsync(Prepare, start: false);
        using (harness.Cluster.Server.Inject(request => request.Resource == "kvcachepools", FakeFault.Status(403, "Forbidden", "kvcachepools.kvfleet.io is forbidden: User \"kvfleet-operator\" cannot list")))
        {
            await harness.StartOperatorAsync();
            await harness.UntilAsync(() => Ready(harness.Current).Contains("cannot list", StringComparison.Ordinal), "readiness names what is denied");
        }

        await harness.UntilReadyAsync("llama");
    }

    [Fact]
    public async Task A_denied_write_is_retried_and_reported_in_the_log()
    {
        await using var harness = await OperatorHarness.StartAsync(Prepare, start: false);
        using (harness.Cluster.Server.Inject(request => request is { Resource: "kvcachenodes", Verb: "apply" }, FakeFault.Status(403, "Forbidden", "kvcachenodes.kvfleet.io is forbidden")))
        {
            await harness.StartOperatorAsync();
            await harness.UntilAsync(() => harness.Log.Lines.Any(line => line.Contains("kvcachenodes.kvfleet.io is forbidden", StringComparison.Ordinal)), "the log names what is denied");
        }

        await harness.UntilReadyAsync("llama");
    }

    [Fact]
    public async Task An_operator_that_ends_anywhere_leaves_a_state_from_which_the_next_one_goes_on()
    {
        await using var harness = await OperatorHarness.StartAsync(Prepare);
        var first = harness.Current;
        await harness.UntilAsync(() => harness.Cluster.Holders().Count > 0, "some holder exists");
        await harness.StopAsync(first);

        await harness.StartOperatorAsync("two");
        await harness.UntilReadyAsync("llama");

        harness.Cluster.Holders().Count.ShouldBe(2);
        harness.Cluster.Pool("llama")!.Status.HostMemory!.Resident.ToString().ShouldBe("8Gi");
    }

    [Fact]
    public async Task An_answer_lost_after_a_pod_was_created_does_not_make_a_second_one()
    {
        await using var harness = await OperatorHarness.StartAsync(Prepare, start: false);
        using var fault = harness.Cluster.Server.Inject(request => request is { Resource: "pods", Verb: "create" }, FakeFault.LoseAnswer(), times: 2);

        await harness.StartOperatorAsync();
        await harness.UntilReadyAsync("llama");

        harness.Cluster.Holders().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Of_two_operators_one_works_and_the_other_takes_over()
    {
        await using var harness = await OperatorHarness.StartAsync(Prepare);
        var first = harness.Current;
        await harness.UntilAsync(() => first.Services.GetRequiredService<ILeadership>().IsLeader, "the first one leads");
        var second = await harness.StartOperatorAsync("two");
        await harness.UntilReadyAsync("llama");
        harness.Agents["a"].Polls.ShouldBeGreaterThan(0);
        second.Services.GetRequiredService<ILeadership>().IsLeader.ShouldBeFalse();

        await harness.StopAsync(first);
        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["capacity"] = "10Gi");
        await harness.UntilAsync(() => harness.Cluster.Pool("llama")!.Status.HostMemory!.Resident.ToString() == "10Gi", "the second one goes on");
        second.Services.GetRequiredService<ILeadership>().IsLeader.ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_minute_costs_nothing_but_the_minute()
    {
        await using var harness = await OperatorHarness.StartAsync(Prepare);
        await harness.UntilReadyAsync("llama");
        var holders = harness.Cluster.Holders().Select(holder => holder.Uid()).ToList();

        using (harness.Cluster.Server.Inject(_ => true, FakeFault.Drop()))
        {
            harness.Cluster.Server.CloseWatches();
            await harness.PassAsync(TimeSpan.FromMinutes(1));
        }

        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["capacity"] = "10Gi");
        await harness.UntilAsync(() => harness.Cluster.Pool("llama")!.Status.HostMemory!.Resident.ToString() == "10Gi", "work goes on");
        holders.ShouldBeSubsetOf(harness.Cluster.Holders().Select(holder => holder.Uid()));
    }

    [Fact]
    public async Task A_leader_that_cannot_renew_its_lease_ends_and_the_next_one_goes_on()
    {
        await using var harness = await OperatorHarness.StartAsync(Prepare, start: false);
        harness.Options.Leadership.LeaseDuration = TimeSpan.FromMinutes(3);
        harness.Options.Leadership.RenewDeadline = TimeSpan.FromMinutes(2);
        var first = await harness.StartOperatorAsync();
        await harness.UntilReadyAsync("llama");
        var ended = false;
        first.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => ended = true);

        using (harness.Cluster.Server.Inject(request => request.Resource == "leases", FakeFault.Drop()))
            await harness.UntilAsync(() => ended, "the leader gives up");

        await harness.StopAsync(first);
        await harness.StartOperatorAsync("again");
        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["capacity"] = "10Gi");
        await harness.UntilAsync(() => harness.Cluster.Pool("llama")!.Status.HostMemory!.Resident.ToString() == "10Gi", "work goes on");
        Environment.ExitCode = 0;
    }

    [Fact]
    public async Task Nothing_is_written_while_nothing_happens_but_leases()
    {
        await using var harness = await OperatorHarness.StartAsync(Prepare);
        await harness.UntilReadyAsync("llama");
        await harness.PassAsync(TimeSpan.FromMinutes(3));
        var before = harness.Cluster.Server.Requests.Count;

        await harness.PassAsync(TimeSpan.FromMinutes(20));

        var writes = harness.Cluster.Server.Requests.Skip(before).Where(request => request.Verb is not ("get" or "list" or "watch") && request.Resource != "leases").ToList();
        writes.ShouldBeEmpty();
        harness.IsLeader.ShouldBeTrue("otherwise nothing would be written anyway");
    }

    [Fact]
    public async Task Figures_alone_are_written_at_most_once_a_minute()
    {
        await using var harness = await OperatorHarness.StartAsync(Prepare);
        await harness.UntilReadyAsync("llama");
        await harness.PassAsync(TimeSpan.FromMinutes(2));
        var before = harness.Cluster.Server.Requests.Count;
        var locked = 0L;
        harness.Agents["a"].Change = report => report with { ResidentBytes = report.ResidentBytes + 4096 + locked };

        for (var second = 0; second < 300; second++)
        {
            locked += 4096;
            await harness.PassAsync(TimeSpan.FromSeconds(1));
        }

        var writes = harness.Cluster.Server.Requests.Skip(before).Where(request => request is { Verb: "apply", Subresource: "status" }).GroupBy(request => request.Path).ToList();
        harness.IsLeader.ShouldBeTrue();
        writes.ShouldNotBeEmpty();
        foreach (var path in writes)
            path.Count().ShouldBeLessThanOrEqualTo(6, path.Key);
    }
}
