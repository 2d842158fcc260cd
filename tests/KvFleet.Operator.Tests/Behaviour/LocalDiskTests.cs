using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Conditions;
using KvFleet.Operator.Tests.Harness;

namespace KvFleet.Operator.Tests.Behaviour;

/// <summary>Pools with a slice of the nodes' local disks.</summary>
public sealed class LocalDiskTests
{
    [Fact]
    public async Task Disk_goes_where_memory_is_and_the_status_shows_what_is_used()
    {
        await using var harness = await StartAsync();

        await harness.UntilAsync(() => Condition(harness)?.Status == "True", "the disk is ready");

        Disk(harness, "a")!.Bytes.ToString().ShouldBe("10Gi");
        Disk(harness, "b")!.Bytes.ToString().ShouldBe("10Gi");
        (Disk(harness, "a")!.SightingsToAdmit, Disk(harness, "a")!.EncryptionKey).ShouldBe((3, "team-a"));
        var status = harness.Cluster.Pool("llama")!.Status.LocalDisk!;
        (status.Requested.ToString(), status.Assigned.ToString(), status.Used.ToString(), status.ValueBytes.ToString()).ShouldBe(("20Gi", "20Gi", "10Gi", "5Gi"));
        (status.Values, status.Nodes, status.ReadyNodes).ShouldBe((14, 2, 2));
        await harness.UntilAsync(() => harness.Cluster.Node("a")!.Status.LocalDisk?.Size.ToString() == "100Gi", "the node's disk is shown");
        await harness.UntilAsync(() => harness.Cluster.Node("a")!.Status.Pools?.SingleOrDefault()?.LocalDisk is { Used: { } used } && used.ToString() == "5Gi", "the pool on it is shown");
        harness.Cluster.Node("a")!.Status.Conditions!.Find("LocalDiskReady")!.Status.ShouldBe("True");
    }

    [Fact]
    public async Task Agents_without_a_directory_are_named_with_what_to_set_and_memory_is_ready_all_the_same()
    {
        await using var harness = await StartAsync(static agent => agent.DiskBytes = null);

        await harness.UntilAsync(() => Condition(harness)?.Reason == "LocalDiskNotConfigured", "it says so");

        Condition(harness)!.Message.ShouldContain("KVFLEET_AGENT__DISK__DIRECTORY");
        await harness.UntilReadyAsync("llama");
        Disk(harness, "a").ShouldBeNull();
    }

    [Fact]
    public async Task A_directory_that_may_not_be_used_is_named_with_the_agents_words()
    {
        await using var harness = await StartAsync(static agent => agent.DiskReason = DiskReportReasons.Refused);

        await harness.UntilAsync(() => Condition(harness)?.Reason == "LocalDiskRefused", "it says so");

        Condition(harness)!.Message.ShouldContain("as told");
        await harness.UntilAsync(() => harness.Cluster.Node("a")!.Status.Conditions?.Find("LocalDiskReady")?.Reason == "Refused", "the node says so");
        await harness.UntilReadyAsync("llama");
    }

    [Fact]
    public async Task A_full_disk_degrades_the_pool_and_its_memory_stays_ready()
    {
        await using var harness = await StartAsync();
        await harness.UntilAsync(() => Condition(harness)?.Status == "True", "the disk is ready");

        harness.Agents["a"].TierReason = DiskReportReasons.NoSpace;

        await harness.UntilAsync(() => Condition(harness)?.Reason == "LocalDiskDegraded", "it says so");
        var conditions = harness.Cluster.Pool("llama")!.Status.Conditions!;
        conditions.Find("Degraded")!.Reason.ShouldBe("LocalDiskDegraded");
        conditions.Find("Degraded")!.Message.ShouldContain("NoSpace");
        conditions.IsTrue("Ready").ShouldBeTrue();
        harness.Agents["a"].TierReason = DiskReportReasons.Ready;
        await harness.UntilAsync(() => Condition(harness)?.Status == "True", "it is well again");
    }

    [Fact]
    public async Task What_lies_on_a_node_that_is_silent_stays_assigned()
    {
        await using var harness = await StartAsync();
        await harness.UntilAsync(() => Condition(harness)?.Status == "True", "the disk is ready");

        harness.Agents["a"].Away = true;
        await harness.UntilAsync(() => harness.Cluster.Pool("llama")!.Status.Nodes!.Unknown == 1, "the node is unknown");
        await harness.UntilAsync(() => harness.Cluster.Holders("a").Count == 1 && Disk(harness, "a")?.Bytes.ToString() == "10Gi", "it stays");

        Disk(harness, "b")!.Bytes.ToString().ShouldBe("10Gi");
    }

    [Fact]
    public async Task A_pool_that_wants_no_disk_any_more_gives_it_back()
    {
        await using var harness = await StartAsync();
        await harness.UntilAsync(() => Condition(harness)?.Status == "True", "the disk is ready");

        harness.Cluster.ChangePool("llama", static pool => pool["spec"]!.AsObject().Remove("localDisk"));

        await harness.UntilAsync(() => Disk(harness, "a") is null && Disk(harness, "b") is null, "the agents are told");
        await harness.UntilAsync(() => Condition(harness) is null && harness.Cluster.Pool("llama")!.Status.LocalDisk is null, "the condition goes");
    }

    private static async Task<OperatorHarness> StartAsync(Action<FakeAgent>? behave = null)
    {
        var harness = await OperatorHarness.StartAsync(
            static cluster =>
            {
                cluster.AddNode("a", 20);
                cluster.AddNode("b", 20);
                cluster.AddPool("llama", "8Gi", static spec => spec.LocalDisk = new PoolLocalDisk { Capacity = new ResourceQuantity("20Gi"), SightingsToAdmit = 3, EncryptionKey = "team-a" });
            },
            start: false);
        foreach (var node in new[] { "a", "b" })
        {
            harness.Agents[node].DiskBytes = 100L << 30;
            behave?.Invoke(harness.Agents[node]);
        }

        await harness.StartOperatorAsync();
        return harness;
    }

    private static V1Condition? Condition(OperatorHarness harness) => harness.Cluster.Pool("llama")!.Status?.Conditions?.Find("LocalDiskReady");

    private static DiskAssignment? Disk(OperatorHarness harness, string node) => harness.Cluster.Node(node)?.Spec.Assignments?.SingleOrDefault()?.LocalDisk;
}
