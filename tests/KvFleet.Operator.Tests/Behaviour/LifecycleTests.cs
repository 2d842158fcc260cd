using System.Text.Json.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Operator.Tests.Harness;

namespace KvFleet.Operator.Tests.Behaviour;

/// <summary>Growing, shrinking, pausing, switching off, deleting.</summary>
public sealed class LifecycleTests
{
    private static async Task<OperatorHarness> OneNodeAsync(string capacity = "4Gi")
    {
        var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", 20);
            cluster.AddPool("llama", capacity);
        });
        await harness.UntilReadyAsync("llama");
        return harness;
    }

    private static void SetMode(OperatorHarness harness, string mode)
    {
        var config = FakeCluster.Object("v1", "ConfigMap", FakeCluster.System, "kvfleet-config");
        config["data"] = new JsonObject { ["mode"] = mode };
        harness.Cluster.Server.Put(config);
    }

    private static string Resident(OperatorHarness harness) => harness.Cluster.Pool("llama")!.Status.HostMemory!.Resident.ToString();

    [Fact]
    public async Task Growth_adds_a_holder_and_leaves_the_first_alone()
    {
        await using var harness = await OneNodeAsync();
        var first = harness.Cluster.Holders().Single().Uid();

        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["capacity"] = "6Gi");
        await harness.UntilAsync(() => Resident(harness) == "6Gi", "6Gi are resident");

        harness.Cluster.Holders().Count.ShouldBe(2);
        harness.Cluster.Holders().Select(holder => holder.Uid()).ShouldContain(first);
        await harness.UntilAsync(() => harness.Cluster.Events().Any(entry => entry.Reason == "Grown"), "an event tells of the growth");
    }

    [Fact]
    public async Task Shrinking_drains_before_it_removes()
    {
        await using var harness = await OneNodeAsync();
        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["capacity"] = "6Gi");
        await harness.UntilAsync(() => Resident(harness) == "6Gi", "6Gi are resident");
        harness.Agents["a"].KeepsDraining = true;

        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["capacity"] = "4Gi");
        await harness.UntilAsync(() => harness.Cluster.Node("a")!.Spec.Assignments![0].Holders!.Any(holder => holder.State == Api.Nodes.HolderIntent.Drain), "the agent is told to drain");
        await harness.PassAsync(TimeSpan.FromSeconds(30));
        harness.Cluster.Holders().Count.ShouldBe(2);
        harness.Agents["a"].KeepsDraining = false;
        await harness.UntilAsync(() => harness.Cluster.Holders().Count == 1, "the drained holder is gone");

        await harness.UntilAsync(() => Resident(harness) == "4Gi", "4Gi are resident");
        harness.Cluster.Condition("llama", "Ready")!.Status.ShouldBe("True");
    }

    [Fact]
    public async Task A_paused_pool_keeps_exactly_what_it_has()
    {
        await using var harness = await OneNodeAsync();

        harness.Cluster.ChangePool("llama", pool =>
        {
            pool["spec"]!["paused"] = true;
            pool["spec"]!["capacity"] = "8Gi";
        });
        await harness.UntilAsync("llama", "CapacityAssigned", "Paused");
        await harness.PassAsync(TimeSpan.FromSeconds(30));
        harness.Cluster.Holders().Count.ShouldBe(1);

        harness.Cluster.Server.Delete("", "pods", "ai", harness.Cluster.Holders().Single().Name());
        await harness.UntilAsync(() => harness.Cluster.Holders().Count == 1 && Resident(harness) == "4Gi", "a holder that was lost comes back although the pool is paused");
        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["paused"] = false);
        await harness.UntilAsync(() => Resident(harness) == "8Gi", "it grows when it is no longer paused");
    }

    [Fact]
    public async Task The_fleet_switch_freezes_and_drains_without_a_restart()
    {
        await using var harness = await OneNodeAsync();

        SetMode(harness, "Freeze");
        await harness.PassAsync(TimeSpan.FromSeconds(2));
        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["capacity"] = "8Gi");
        await harness.UntilAsync("llama", "CapacityAssigned", "FleetSwitch");
        Resident(harness).ShouldBe("4Gi");

        SetMode(harness, "DrainAll");
        await harness.UntilAsync(() => harness.Cluster.Holders().Count == 0, "everything is given back");
        SetMode(harness, "Run");
        await harness.UntilAsync(() => Resident(harness) == "8Gi", "it comes back");
    }

    [Fact]
    public async Task A_misspelt_switch_freezes_and_is_logged()
    {
        await using var harness = await OneNodeAsync();

        SetMode(harness, "drainall!");
        await harness.UntilAsync(() => harness.Log.Lines.Any(line => line.Contains("'drainall!' is no mode", StringComparison.Ordinal)), "the log names the mistake");

        await harness.PassAsync(TimeSpan.FromSeconds(5));
        harness.Cluster.Holders().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_pool_gives_its_memory_back_and_goes()
    {
        await using var harness = await OneNodeAsync();

        harness.Cluster.Server.Delete("kvfleet.io", "kvcachepools", "ai", "llama");
        await harness.UntilAsync(() => harness.Cluster.Pool("llama") is null, "the pool is gone");

        harness.Cluster.Holders().ShouldBeEmpty();
        await harness.UntilAsync(() => harness.Cluster.Node("a")!.Spec.Assignments is null or [], "the agent has nothing to hold");
        await harness.UntilAsync(() => harness.Cluster.Events().Any(entry => entry.Reason == "Drained"), "an event tells of it");
    }

    [Fact]
    public async Task A_deleted_pool_waits_for_engines_for_five_minutes_and_not_longer()
    {
        await using var harness = await OneNodeAsync();
        harness.Agents["a"].KeepsDraining = true;

        harness.Cluster.Server.Delete("kvfleet.io", "kvcachepools", "ai", "llama");
        await harness.PassAsync(TimeSpan.FromMinutes(4));
        harness.Cluster.Pool("llama").ShouldNotBeNull();
        harness.Cluster.Condition("llama", "Ready")!.Reason.ShouldBe("Draining");
        harness.Cluster.Holders().Count.ShouldBe(1);
        await harness.UntilAsync(() => harness.Cluster.Pool("llama") is null && harness.Cluster.Holders().Count == 0, "the pool goes at the deadline");

        await harness.UntilAsync(() => harness.Cluster.Events().Any(entry => entry.Reason is "DrainDeadlinePassed" or "Drained"), "an event tells of it");
    }

    [Fact]
    public async Task A_deleted_pool_does_not_wait_for_an_agent_that_cannot_be_reached()
    {
        await using var harness = await OneNodeAsync();
        harness.Agents["a"].Away = true;
        await harness.UntilAsync("llama", "Degraded", "AgentUnreachable");
        var deletedAt = harness.Cluster.Time.GetUtcNow();

        harness.Cluster.Server.Delete("kvfleet.io", "kvcachepools", "ai", "llama");
        await harness.UntilAsync(() => harness.Cluster.Pool("llama") is null, "the pool is gone");

        (harness.Cluster.Time.GetUtcNow() - deletedAt).ShouldBeLessThan(TimeSpan.FromMinutes(2));
        harness.Cluster.Holders().ShouldBeEmpty("its pods belong to it and go with it");
    }

    [Fact]
    public async Task A_pool_deleted_while_it_is_being_applied_leaves_nothing_behind()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster => cluster.AddNode("a", 20));
        await harness.UntilAsync(() => harness.Cluster.Node("a") is not null, "the node is known");

        for (var round = 0; round < 5; round++)
        {
            harness.Cluster.AddPool("llama", "4Gi");
            await harness.UntilAsync(() => harness.Cluster.Pool("llama") is { Metadata.Finalizers: [_] }, "the finalizer is there");
            harness.Cluster.Server.Delete("kvfleet.io", "kvcachepools", "ai", "llama");
            await harness.UntilAsync(() => harness.Cluster.Pool("llama") is null, "the pool is gone");
        }

        await harness.UntilAsync(() => harness.Cluster.Holders().Count == 0 && harness.Cluster.Node("a")!.Spec.Assignments is null or [], "nothing is left");
    }
}
