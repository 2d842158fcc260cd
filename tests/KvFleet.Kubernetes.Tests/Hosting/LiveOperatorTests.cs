using KvFleet.Kubernetes.Tests.Client;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Hosting;

/// <summary>All parts together over HTTP: client, informers, queue, controller, finalizer, status, events, lease.</summary>
public sealed class LiveOperatorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_life_of_an_object()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var op = new LiveOperator(cluster);
        await op.StartAsync();
        await cluster.Client.CreateAsync(TestCluster.Sample("a", size: 3), Token);

        await Eventually.BeAsync(() => Find(cluster, "a")?.Status.Observed == 3, "the status");
        var stored = cluster.Stored("a");
        stored.HasFinalizer(LiveOperator.Finalizer).ShouldBeTrue();
        var ready = stored.Status.Conditions.ShouldNotBeNull().ShouldHaveSingleItem();
        (ready.Type, ready.Status, ready.ObservedGeneration).ShouldBe(("Ready", "True", 1));
        await Eventually.BeAsync(() => cluster.Server.List("events.k8s.io", "events").Count == 1, "the event");

        await cluster.Client.DeleteAsync(stored, cancellationToken: Token);
        await Eventually.BeAsync(() => Find(cluster, "a") is null, "the object is gone");
        op.Controller.Finalized.ShouldBeGreaterThanOrEqualTo(1);
        op.Log.Lines.ShouldNotContain(l => l.Level >= LogLevel.Error);

        await op.StopAsync();
        cluster.Server.Find("coordination.k8s.io", "leases", "system", "op")!["spec"]!["holderIdentity"].ShouldBeNull();
    }

    [Fact]
    public async Task An_operator_at_rest_writes_nothing_but_its_lease()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var op = new LiveOperator(cluster);
        for (var i = 0; i < 5; i++)
            await cluster.Client.CreateAsync(TestCluster.Sample("s" + i, size: i), Token);
        await op.StartAsync();
        await Eventually.BeAsync(() => cluster.Server.List("events.k8s.io", "events").Count == 5, "all events");
        // The echoes of our own writes bring one more run each, which finds nothing to write but a repeated event.
        await Eventually.BeAsync(() => op.Controller.Runs >= 10, "the runs for the echoes");
        var runs = op.Controller.Runs;
        var renewals = LeaseWrites(cluster);
        await Eventually.BeAsync(() => LeaseWrites(cluster) >= renewals + 5, "five more renewals");
        var before = cluster.Server.Requests.Count;
        await Eventually.BeAsync(() => LeaseWrites(cluster) >= renewals + 10, "five more renewals");

        cluster.Server.Requests.Skip(before).ShouldAllBe(r => r.Resource == "leases");
        op.Controller.Runs.ShouldBeLessThanOrEqualTo(runs + 5);
    }

    [Fact]
    public async Task An_object_whose_deletion_began_while_nobody_watched_is_finalized_after_the_start()
    {
        await using var cluster = await TestCluster.StartAsync();
        var sample = TestCluster.Sample("a");
        sample.AddFinalizer(LiveOperator.Finalizer);
        await cluster.Client.CreateAsync(sample, Token);
        await cluster.Client.DeleteAsync<SampleEntity>("a", "ns", cancellationToken: Token);
        await using var op = new LiveOperator(cluster);
        await op.StartAsync();

        await Eventually.BeAsync(() => Find(cluster, "a") is null, "the object is gone");
        op.Controller.Runs.ShouldBe(0);
    }

    [Fact]
    public async Task A_status_that_others_write_at_the_same_time_keeps_both_changes()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var op = new LiveOperator(cluster);
        var interfered = false;
        op.Controller.Meanwhile = () =>
        {
            if (interfered)
                return;
            interfered = true;
            cluster.Server.Modify("kvfleet.test", "samples", "ns", "a", o => o["metadata"]!["labels"] = new System.Text.Json.Nodes.JsonObject { ["theirs"] = "1" });
        };
        await op.StartAsync();
        await cluster.Client.CreateAsync(TestCluster.Sample("a", size: 3), Token);

        await Eventually.BeAsync(() => Find(cluster, "a")?.Status.Observed == 3, "the status");
        cluster.Stored("a").GetLabel("theirs").ShouldBe("1");
        op.Log.Lines.ShouldNotContain(l => l.Level >= LogLevel.Warning && l.Text.Contains("ns/a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_terminal_object_is_left_alone_until_it_is_mended()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var op = new LiveOperator(cluster);
        await op.StartAsync();
        await cluster.Client.CreateAsync(TestCluster.Sample("a", size: -1), Token);
        await Eventually.BeAsync(() => op.Log.Lines.Any(l => l.Text.Contains("not retried before it changes", StringComparison.Ordinal)), "the terminal failure");

        cluster.Server.Modify("kvfleet.test", "samples", "ns", "a", o => o["spec"]!["size"] = 4);
        await Eventually.BeAsync(() => Find(cluster, "a")?.Status.Observed == 4, "the status");
    }

    [Fact]
    public async Task A_missing_definition_or_right_is_told_by_readiness_and_healed_from()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Server.Unregister("kvfleet.test", "samples");
        await using var op = new LiveOperator(cluster);
        await op.StartAsync();
        await Eventually.BeAsync(() => op.Ready().Text.Contains("404", StringComparison.Ordinal), "the missing definition is told");
        var denied = cluster.Server.Inject(r => r.Resource == "samples", FakeFault.Status(403, "Forbidden", "samples is forbidden"));
        cluster.Server.Register(new FakeResource("kvfleet.test", "v1", "Sample", "samples", HasStatus: true, IsCustom: true));
        await Eventually.BeAsync(() => op.Ready().Text.Contains("forbidden", StringComparison.Ordinal), "the missing right is told");
        denied.Dispose();

        await Eventually.BeAsync(() => op.Ready().IsHealthy, "readiness");
        await cluster.Client.CreateAsync(TestCluster.Sample("a", size: 3), Token);
        await Eventually.BeAsync(() => Find(cluster, "a")?.Status.Observed == 3, "the status");
    }

    [Fact]
    public async Task An_api_server_that_goes_away_and_comes_back_loses_no_change()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var op = new LiveOperator(cluster);
        await op.StartAsync();
        await cluster.Client.CreateAsync(TestCluster.Sample("a", size: 1), Token);
        await Eventually.BeAsync(() => Find(cluster, "a")?.Status.Observed == 1, "the status");
        var away = cluster.Server.Inject(r => r.Resource != "leases", FakeFault.Drop());
        cluster.Server.CloseWatches();
        cluster.Server.Modify("kvfleet.test", "samples", "ns", "a", o => o["spec"]!["size"] = 2);
        cluster.Server.Compact();
        await Eventually.BeAsync(() => op.Log.Lines.Any(l => l.Text.Contains("lost the API server", StringComparison.Ordinal)), "the loss is noticed");
        away.Dispose();

        await Eventually.BeAsync(() => Find(cluster, "a")?.Status.Observed == 2, "the change");
    }

    [Fact]
    public async Task Of_two_operators_one_works_and_the_other_takes_over_when_it_stops()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var first = new LiveOperator(cluster, "first");
        await using var second = new LiveOperator(cluster, "second");
        await first.StartAsync();
        await cluster.Client.CreateAsync(TestCluster.Sample("a", size: 1), Token);
        await Eventually.BeAsync(() => Find(cluster, "a")?.Status.Observed == 1, "the status");
        await second.StartAsync();
        await Eventually.BeAsync(() => second.Ready().IsHealthy, "the second is ready");
        second.Controller.Runs.ShouldBe(0);

        await first.StopAsync();
        await cluster.Client.CreateAsync(TestCluster.Sample("b", size: 2), Token);
        await Eventually.BeAsync(() => Find(cluster, "b")?.Status.Observed == 2, "the second works");
        second.Controller.Runs.ShouldBeGreaterThanOrEqualTo(1);
    }

    private static int LeaseWrites(TestCluster cluster) =>
        cluster.Server.Requests.Count(r => r is { Resource: "leases", Verb: "update" or "create" });

    private static SampleEntity? Find(TestCluster cluster, string name) =>
        cluster.Server.Find("kvfleet.test", "samples", "ns", name) is null ? null : cluster.Stored(name);
}
