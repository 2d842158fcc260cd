using System.Text.Json.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Operator.Tests.Harness;

namespace KvFleet.Operator.Tests.Behaviour;

/// <summary>What accelerators, disks and exporters mean for pools.</summary>
public sealed class KnownFleetTests
{
    private const long Ti = 1L << 40;

    /// <summary>A node of eight accelerators with a label of their product.</summary>
    private static Action<JsonObject> Accelerators(string resource, params (string Key, string Value)[] labels) => node =>
    {
        foreach (var (key, value) in labels)
            node["metadata"]!["labels"]![key] = value;
        node["status"]!["allocatable"]![resource] = "8";
        node["status"]!["capacity"]![resource] = "8";
    };

    private static readonly Action<JsonObject> A100 = Accelerators("nvidia.com/gpu", ("nvidia.com/gpu.product", "NVIDIA-A100-SXM4-80GB"), ("nvidia.com/gpu.memory", "81920"), ("nvidia.com/gpu.count", "8"));
    private static readonly Action<JsonObject> Mi355X = Accelerators("amd.com/gpu", ("amd.com/gpu.product-name", "AMD_Instinct_MI355X_OAM"), ("amd.com/gpu.vram", "288G"));

    private static IReadOnlyList<BandwidthReport> Disk(OperatorHarness harness, double gigabytesPerSecond) =>
        [new(StorageTier.LocalDisk, TransferDirection.Read, gigabytesPerSecond * 1e9, 0.02, harness.Cluster.Time.GetUtcNow())];

    private static void AddPool(OperatorHarness harness) => harness.Cluster.AddPool("llama", "8Gi", spec => spec.LocalDisk = new PoolLocalDisk { Capacity = new ResourceQuantity("100Gi") });

    private static PoolTierStatus? Tier(OperatorHarness harness, string vendor, StorageTier tier) =>
        harness.Cluster.Pool("llama")?.Status?.AcceleratorClasses?.FirstOrDefault(entry => entry.Vendor == vendor)?.Tiers?.FirstOrDefault(entry => entry.Tier == tier);

    private static long DiskBytes(OperatorHarness harness, string node) => harness.Cluster.Node(node)?.Spec.Assignments?.Sum(assignment => assignment.LocalDisk?.Bytes.ToInt64() ?? 0) ?? 0;

    [Fact]
    public async Task One_disk_pays_on_slow_accelerators_and_not_on_fast_ones_and_a_throttled_disk_is_turned_off_and_comes_back()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", change: A100);
            cluster.AddNode("b", change: Mi355X);
        });
        foreach (var node in new[] { "a", "b" })
        {
            harness.Agents[node].DiskBytes = Ti;
            harness.Agents[node].Bandwidth = Disk(harness, 2);
        }

        AddPool(harness);

        await harness.UntilAsync(() => Tier(harness, "Nvidia", StorageTier.LocalDisk) is { Verdict: PoolTierVerdict.Load } && Tier(harness, "Amd", StorageTier.LocalDisk) is { Verdict: PoolTierVerdict.Recompute }, "two verdicts for one disk");
        var (slow, fast) = (Tier(harness, "Nvidia", StorageTier.LocalDisk)!, Tier(harness, "Amd", StorageTier.LocalDisk)!);
        (slow.Bandwidth.ToString(), fast.Bandwidth.ToString()).ShouldBe(("1907Mi", "1907Mi"));
        (slow.BreakEven!.Value.ToInt64() / 1e9).ShouldBe(1.2, 0.05);
        (fast.BreakEven!.Value.ToInt64() / 1e9).ShouldBe(9.6, 0.2);
        slow.FromTokens.ShouldNotBeNull();
        fast.FromTokens.ShouldBeNull();
        Tier(harness, "Amd", StorageTier.HostMemory)!.Verdict.ShouldBe(PoolTierVerdict.Load);

        await harness.UntilAsync("llama", "LocalDiskReady", "TierDoesNotPay");
        harness.Cluster.Condition("llama", "LocalDiskReady")!.Message.ShouldContain("loading reaches 2 GB/s, and computing is as fast as 9.6");
        await harness.UntilAsync(() => DiskBytes(harness, "a") > 0 && DiskBytes(harness, "b") == 0, "only the first node has disk");

        harness.Agents["a"].Bandwidth = Disk(harness, 0.3);
        await harness.UntilAsync(() => Tier(harness, "Nvidia", StorageTier.LocalDisk) is { Verdict: PoolTierVerdict.Recompute } && DiskBytes(harness, "a") == 0, "the throttled disk is turned off");

        harness.Agents["a"].Bandwidth = Disk(harness, 2);
        await harness.UntilAsync(() => Tier(harness, "Nvidia", StorageTier.LocalDisk) is { Verdict: PoolTierVerdict.Load } && DiskBytes(harness, "a") > 0, "it comes back");
    }

    [Fact]
    public async Task What_is_not_known_is_said_and_is_no_reason_to_turn_a_tier_off()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster => cluster.AddNode("a", change: Accelerators("nvidia.com/gpu", ("nvidia.com/gpu.product", "NVIDIA-X900"), ("nvidia.com/gpu.count", "8"))));
        harness.Agents["a"].DiskBytes = Ti;
        AddPool(harness);

        await harness.UntilAsync(() => Tier(harness, "Nvidia", StorageTier.LocalDisk) is { Verdict: PoolTierVerdict.Unknown }, "an unknown verdict");

        Tier(harness, "Nvidia", StorageTier.LocalDisk)!.Message.ShouldBe("The catalog does not know NVIDIA-X900, and its host link was not measured.");
        await harness.UntilAsync(() => DiskBytes(harness, "a") > 0, "the disk is used");
        var health = harness.Cluster.Node("a")!.Status!.Conditions!.Single(condition => condition.Type == "AcceleratorsHealthy");
        (health.Status, health.Reason).ShouldBe(("True", "AcceleratorUnknown"));
    }

    [Fact]
    public async Task A_node_says_what_was_measured_and_a_link_that_lost_lanes()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster => cluster.AddNode("a", change: A100));
        harness.Agents["a"].Bandwidth = Disk(harness, 3.1);
        harness.Agents["a"].Accelerators = [new AcceleratorReport { Address = "0000:1b:00.0", PciId = "10de:20b2", NumaNode = 1, Link = "4x8", MaxLink = "4x16", LinkDegraded = true }];

        await harness.UntilAsync(() => harness.Cluster.Node("a")?.Status?.Conditions?.Any(condition => condition.Reason == "LinkDegraded") == true, "the degraded link");

        var status = harness.Cluster.Node("a")!.Status!;
        status.Accelerators!.Single().ShouldSatisfyAllConditions(
            device => device.Product.ShouldBe("NVIDIA A100 SXM4"), device => device.NumaNode.ShouldBe(1), device => device.Link.ShouldBe("4x8"));
        status.Bandwidth!.Single().ShouldSatisfyAllConditions(
            figure => figure.Tier.ShouldBe(StorageTier.LocalDisk), figure => figure.BytesPerSecond.ToString().ShouldBe("2956Mi"), figure => figure.SpreadPercent.ShouldBe(2));
        status.Conditions!.Single(condition => condition.Type == "AcceleratorsHealthy").Message.ShouldContain("0000:1b:00.0 has 4x8 of 4x16");
    }

    [Fact]
    public async Task A_node_with_a_broken_accelerator_gets_no_new_memory_until_its_exporter_is_content_or_silent()
    {
        await using var harness = await OperatorHarness.StartAsync(
            cluster =>
            {
                cluster.AddNode("a", change: A100);
                cluster.AddNode("b", change: A100);
                cluster.AddExporter("dcgm-b", "b", "app", "nvidia-dcgm-exporter");
            },
            start: false);
        var page = $"http://{FakeAgents.AddressOf("dcgm-b")}:9400/metrics";
        harness.Exporters.Pages[page] = "DCGM_FI_DEV_XID_ERRORS{gpu=\"0\",UUID=\"GPU-1\",Hostname=\"b\"} 79\n";
        await harness.StartOperatorAsync();
        await harness.UntilAsync(() => harness.Cluster.Node("b")?.Status?.Conditions?.Any(condition => condition is { Type: "Schedulable", Reason: "AcceleratorFault" }) == true, "the fault is known");
        harness.Cluster.AddPool("llama", "4Gi");
        await harness.UntilReadyAsync("llama");

        harness.Cluster.Holders("b").ShouldBeEmpty();
        harness.Cluster.Node("b")!.Status!.Conditions!.Single(condition => condition.Type == "AcceleratorsHealthy").Message.ShouldContain("GPU-1: XID 79: fallen off the bus");

        harness.Exporters.Pages[page] = "DCGM_FI_DEV_XID_ERRORS{gpu=\"0\",UUID=\"GPU-1\",Hostname=\"b\"} 0\n";
        await harness.UntilAsync(() => harness.Cluster.Holders("b").Count > 0, "the node is used again");

        harness.Exporters.Pages[page] = "DCGM_FI_DEV_XID_ERRORS{gpu=\"0\",UUID=\"GPU-1\",Hostname=\"b\"} 48\n";
        await harness.UntilAsync(() => harness.Cluster.Node("b")?.Status?.Conditions?.Any(condition => condition.Reason == "AcceleratorFault") == true, "another fault");
        harness.Exporters.Pages.Clear();
        await harness.UntilAsync(() => harness.Cluster.Node("b")?.Status?.Conditions?.Any(condition => condition.Reason == "AcceleratorFault") == false, "old news is forgotten");
    }
}
