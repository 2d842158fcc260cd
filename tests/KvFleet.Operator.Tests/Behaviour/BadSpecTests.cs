using System.Text.Json.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Operator.Tests.Harness;

namespace KvFleet.Operator.Tests.Behaviour;

/// <summary>Bad input: always a condition that names cause and remedy, never a crash, never lost memory.</summary>
public sealed class BadSpecTests
{
    [Fact]
    public async Task An_unknown_model_without_geometry_is_refused_with_near_names()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a");
            cluster.AddPool("llama", "4Gi", spec => spec.Model.Name = "meta-llama/Llama-3.1-8B-Instruc");
        });

        await harness.UntilAsync("llama", "Ready", "InvalidSpec");

        var message = harness.Cluster.Condition("llama", "Ready")!.Message;
        message.ShouldContain("spec.model.name");
        message.ShouldContain("meta-llama/Llama-3.1-8B-Instruct");
        harness.Cluster.Holders().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_minimum_above_the_maximum_is_refused_and_what_the_pool_had_stays()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a");
            cluster.AddPool("llama", "4Gi");
        });
        await harness.UntilReadyAsync("llama");

        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["hostMemory"] = new JsonObject { ["minPerNode"] = "3Gi", ["maxPerNode"] = "2Gi" });
        await harness.UntilAsync("llama", "Ready", "InvalidSpec");

        harness.Cluster.Condition("llama", "CapacityAssigned")!.Message.ShouldContain("What the pool had, it keeps.");
        harness.Cluster.Holders().Count.ShouldBe(1);
        harness.Cluster.Pool("llama")!.Status.HostMemory!.Resident.ToString().ShouldBe("4Gi");
        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["hostMemory"] = null);
        await harness.UntilReadyAsync("llama");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5Gi")]
    [InlineData("1500m")]
    public async Task A_nonsense_quantity_is_refused(string capacity)
    {
        await using var harness = await OperatorHarness.StartAsync(cluster => cluster.AddPool("llama", capacity));

        await harness.UntilAsync("llama", "Ready", "InvalidSpec");

        harness.Cluster.Condition("llama", "Ready")!.Message.ShouldContain("spec.capacity");
    }

    [Fact]
    public async Task A_pool_that_cannot_even_be_read_does_not_hold_up_the_others()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a");
            cluster.AddPool("llama", "4Gi");
            cluster.AddPool("junk", "4Gi");
            cluster.ChangePool("junk", pool => pool["spec"]!["capacity"] = "a lot");
        });

        await harness.UntilReadyAsync("llama");
    }

    [Fact]
    public async Task A_capacity_larger_than_the_fleet_is_given_as_far_as_it_goes_with_numbers()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", 20);
            cluster.AddPool("llama", "1Ti");
        });

        await harness.UntilAsync("llama", "CapacityAssigned", "CapacityExceedsFleet");
        await harness.UntilAsync("llama", "Ready", "Shortfall");

        harness.Cluster.Condition("llama", "CapacityAssigned")!.Message.ShouldContain("1Ti");
        harness.Cluster.Pool("llama")!.Status.HostMemory!.Assigned.ShouldBeGreaterThan(new ResourceQuantity("14Gi"));
        harness.Cluster.Pool("llama")!.Status.HostMemory!.Assigned.ShouldBeLessThan(new ResourceQuantity("16Gi"));
    }

    [Fact]
    public async Task A_selector_that_matches_nothing_says_so()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a");
            cluster.AddPool("llama", "4Gi", spec => spec.NodeSelector = new Dictionary<string, string>(StringComparer.Ordinal) { ["gpu"] = "none-such" });
        });

        await harness.UntilAsync("llama", "CapacityAssigned", "NoNodeMatches");
    }

    [Fact]
    public async Task Two_pools_that_want_everything_share_by_weight()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", 20);
            cluster.AddPool("heavy", "1Ti", spec => spec.Weight = 300);
            cluster.AddPool("light", "1Ti", spec => spec.Weight = 100);
        });

        await harness.UntilAsync("heavy", "Ready", "Shortfall");
        await harness.UntilAsync("light", "Ready", "Shortfall");

        var heavy = harness.Cluster.Pool("heavy")!.Status.HostMemory!.Resident.ToInt64();
        var light = harness.Cluster.Pool("light")!.Status.HostMemory!.Resident.ToInt64();
        (heavy / (double)light).ShouldBeInRange(2, 4.5);
        (heavy + light).ShouldBeLessThanOrEqualTo(16L << 30);
    }

    [Fact]
    public async Task Missing_huge_pages_are_named_with_what_to_do()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a");
            cluster.AddPool("llama", "4Gi", spec => spec.HostMemory = new() { HugePages = Api.Pools.HugePageSize.TwoMebi });
        });

        await harness.UntilAsync("llama", "CapacityAssigned", "HugePagesMissing");

        harness.Cluster.Condition("llama", "CapacityAssigned")!.Message.ShouldContain("hugepages-2Mi");
    }

    [Fact]
    public async Task A_namespace_cap_of_the_admins_holds()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", 20);
            cluster.Server.Modify("", "namespaces", null, "ai", space => space["metadata"]!["annotations"] = new JsonObject { ["kvfleet.io/host-memory-cap"] = "4Gi" });
            cluster.AddPool("llama", "8Gi");
        });

        await harness.UntilAsync("llama", "CapacityAssigned", "NamespaceCapReached");

        harness.Cluster.Pool("llama")!.Status.HostMemory!.Assigned.ToString().ShouldBe("4Gi");
    }

    [Fact]
    public async Task An_unreadable_cap_freezes_its_namespace_and_drains_nothing()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", 20);
            cluster.AddPool("llama", "4Gi");
        });
        await harness.UntilReadyAsync("llama");

        harness.Cluster.Server.Modify("", "namespaces", null, "ai", space => space["metadata"]!["annotations"] = new JsonObject { ["kvfleet.io/host-memory-cap"] = "plenty" });
        await harness.UntilAsync(() => harness.Log.Lines.Any(line => line.Contains("is no quantity", StringComparison.Ordinal)), "the log names the mistake");
        harness.Cluster.ChangePool("llama", pool => pool["spec"]!["capacity"] = "8Gi");
        await harness.UntilAsync("llama", "CapacityAssigned", "NamespaceCapReached");

        harness.Cluster.Pool("llama")!.Status.HostMemory!.Resident.ToString().ShouldBe("4Gi");
    }
}
