using System.Text.Json.Nodes;
using KvFleet.Api.Nodes;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Operator.Tests.Harness;

namespace KvFleet.Operator.Tests.Behaviour;

/// <summary>What can happen to nodes and their agents.</summary>
public sealed class NodeTroubleTests
{
    private static async Task<OperatorHarness> TwoNodesAsync(string capacity = "8Gi", Action<Api.Pools.KVCachePoolSpec>? change = null)
    {
        var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", 20, node => node["metadata"]!["labels"]!["pool"] = "yes");
            cluster.AddNode("b", 20, node => node["metadata"]!["labels"]!["pool"] = "yes");
            cluster.AddPool("llama", capacity, change);
        });
        await harness.UntilReadyAsync("llama");
        return harness;
    }

    private static void SetReady(FakeCluster cluster, string node, string status) => cluster.ChangeNode(node, changed =>
    {
        var ready = changed["status"]!["conditions"]![0]!;
        ready["status"] = status;
        ready["message"] = "container runtime is down";
        ready["lastTransitionTime"] = cluster.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
    });

    private static long Resident(OperatorHarness harness, string node) => harness.Cluster.Holders(node).Sum(holder => long.Parse(holder.GetAnnotation("kvfleet.io/bytes")!, System.Globalization.CultureInfo.InvariantCulture)) >> 30;

    [Fact]
    public async Task A_deleted_node_is_replanned_around()
    {
        await using var harness = await TwoNodesAsync();

        harness.Cluster.Server.Delete("", "pods", FakeCluster.System, "kvfleet-agent-a");
        harness.Cluster.Server.Delete("", "nodes", null, "a");
        await harness.UntilAsync(() => Resident(harness, "a") == 0 && Resident(harness, "b") == 8, "node b holds everything");
        await harness.UntilReadyAsync("llama");

        harness.Cluster.Node("a").ShouldBeNull("it went with its Node");
    }

    [Fact]
    public async Task A_relabelled_node_is_drained_and_the_bytes_move()
    {
        await using var harness = await TwoNodesAsync(change: spec => spec.NodeSelector = new Dictionary<string, string>(StringComparer.Ordinal) { ["pool"] = "yes" });

        harness.Cluster.ChangeNode("a", node => node["metadata"]!["labels"]!["pool"] = "no");
        await harness.UntilAsync(() => Resident(harness, "a") == 0 && Resident(harness, "b") == 8, "node b holds everything");
        await harness.UntilReadyAsync("llama");
    }

    [Fact]
    public async Task A_node_that_is_not_ready_keeps_its_bytes_for_a_grace_and_then_they_go_elsewhere()
    {
        await using var harness = await TwoNodesAsync();
        harness.Agents["a"].Away = true;
        SetReady(harness.Cluster, "a", "False");

        await harness.UntilAsync("llama", "Degraded", "AgentUnreachable");
        await harness.PassAsync(TimeSpan.FromMinutes(3));
        Resident(harness, "b").ShouldBe(4);
        await harness.UntilAsync(() => Resident(harness, "b") == 8, "after the grace node b holds everything");
    }

    [Fact]
    public async Task Figures_of_an_agent_that_does_not_answer_are_unknown_and_not_counted()
    {
        await using var harness = await TwoNodesAsync();

        harness.Agents["a"].Away = true;
        await harness.UntilAsync(() => harness.Cluster.Pool("llama")!.Status.Nodes!.Unknown == 1, "one node is unknown");

        harness.Cluster.Pool("llama")!.Status.HostMemory!.Resident.ToString().ShouldBe("4Gi");
        harness.Cluster.Condition("llama", "AgentsReady")!.Reason.ShouldBe("AgentUnreachable");
        harness.Cluster.Condition("llama", "Degraded")!.Message.ShouldContain("a");
        await harness.UntilAsync(() => harness.Cluster.Node("a")!.Status is { Resident: null, Pools: [{ Phase: PoolPhase.Unknown, Resident: null }] }, "the node's figures are absent");
        harness.Agents["a"].Away = false;
        await harness.UntilReadyAsync("llama");
        await harness.UntilAsync(() => harness.Cluster.Events().Any(entry => entry.Reason == "Recovered"), "an event tells of the recovery");
    }

    [Fact]
    public async Task A_reboot_is_noticed()
    {
        await using var harness = await TwoNodesAsync();
        await harness.UntilAsync(() => harness.Cluster.Node("a")!.Status.BootId == "boot-1", "the first kernel is known");

        harness.Agents["a"].BootId = "boot-2";
        await harness.UntilAsync(() => harness.Cluster.Node("a")!.Status.BootId == "boot-2", "the second kernel is known");

        await harness.UntilAsync(() => harness.Cluster.Events().Any(entry => entry.Reason == "NodeRebooted"), "an event tells of it");
    }

    [Fact]
    public async Task An_excluded_node_is_drained()
    {
        await using var harness = await TwoNodesAsync();

        harness.Cluster.ChangeNode("a", node => node["metadata"]!["annotations"] = new JsonObject { ["kvfleet.io/exclude"] = "true" });
        await harness.UntilAsync(() => Resident(harness, "a") == 0 && Resident(harness, "b") == 8, "node b holds everything");

        await harness.UntilAsync(() => harness.Cluster.Node("a")!.Status.Conditions!.First(condition => condition.Type == "Schedulable").Reason == "NodeExcluded", "the node says why");
    }

    [Fact]
    public async Task A_budget_annotation_bounds_a_node_and_a_nonsense_one_is_named_and_ignored()
    {
        await using var harness = await TwoNodesAsync();

        harness.Cluster.ChangeNode("a", node => node["metadata"]!["annotations"] = new JsonObject { ["kvfleet.io/host-memory-budget"] = "2Gi" });
        await harness.UntilAsync(() => Resident(harness, "a") <= 2 && Resident(harness, "b") >= 6, "node a shrinks");

        harness.Cluster.ChangeNode("a", node => node["metadata"]!["annotations"] = new JsonObject { ["kvfleet.io/host-memory-budget"] = "much" });
        await harness.UntilAsync(() => harness.Cluster.Node("a")!.Status.Budget!.Reason!.Contains("is ignored", StringComparison.Ordinal), "the node says that its annotation is ignored");
    }

    [Fact]
    public async Task Engines_that_never_let_go_keep_a_holder_and_are_named()
    {
        await using var harness = await TwoNodesAsync();
        harness.Agents["a"].KeepsDraining = true;
        harness.Agents["a"].Change = report => report.Holders.Any(holder => holder.State == HolderPhase.Draining)
            ? report with { StuckBytes = report.DrainingBytes, Stuck = [new StuckReport { PodNamespace = "ai", PodName = "engine-7", PodUid = "u", Pid = 1, Bytes = report.DrainingBytes }] }
            : report;

        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["capacity"] = "2Gi");
        await harness.UntilAsync("llama", "Degraded", "StuckBytes");

        harness.Cluster.Condition("llama", "Degraded")!.Message.ShouldContain("ai/engine-7 on a");
        Resident(harness, "a").ShouldBe(4, "the holder stays until its memory comes back");
        harness.Agents["a"].KeepsDraining = false;
        harness.Agents["a"].Change = null;
        await harness.UntilReadyAsync("llama");
        harness.Cluster.Pool("llama")!.Status.HostMemory!.Resident.ToString().ShouldBe("2Gi");
    }

    [Fact]
    public async Task A_node_without_its_privileged_container_gets_no_new_bytes_and_is_named()
    {
        await using var harness = await TwoNodesAsync();
        harness.Agents["a"].NodeContainerConnected = false;

        await harness.UntilAsync("llama", "AgentsReady", "AgentNotReady");

        harness.Cluster.Condition("llama", "AgentsReady")!.Message.ShouldContain("container node");
    }

    [Fact]
    public async Task A_lock_that_is_refused_shows_in_the_agents_own_words()
    {
        await using var harness = await TwoNodesAsync();

        harness.Agents["a"].Change = report => report with
        {
            Phase = PoolPhase.Degraded,
            Reason = "LockRefused",
            Holders = [.. report.Holders.Select(holder => holder with { State = HolderPhase.Failed, Reason = "LockRefused", Message = "mlock: Cannot allocate memory; raise the node's limit" })],
        };
        await harness.UntilAsync("llama", "Degraded", "AgentReportsFailure");

        harness.Cluster.Condition("llama", "Degraded")!.Message.ShouldContain("raise the node's limit");
    }

    [Fact]
    public async Task A_node_object_deleted_by_hand_is_made_again_without_losing_holders()
    {
        await using var harness = await TwoNodesAsync();
        var holders = harness.Cluster.Holders().Select(holder => holder.Uid()).ToList();

        harness.Cluster.Server.Delete("kvfleet.io", "kvcachenodes", null, "a");
        await harness.UntilAsync(() => harness.Cluster.Node("a")?.Spec.Assignments is [{ Holders: [{ State: HolderIntent.Hold }] }], "the object is back with its holder");

        harness.Cluster.Holders().Select(holder => holder.Uid()).ShouldBe(holders);
    }
}
