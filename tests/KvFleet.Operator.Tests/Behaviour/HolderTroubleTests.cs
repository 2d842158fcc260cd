using System.Text.Json.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Operator.Tests.Harness;
using KvFleet.Planning.Holders;
using KvFleet.Testing;

namespace KvFleet.Operator.Tests.Behaviour;

/// <summary>What can happen to holder pods.</summary>
public sealed class HolderTroubleTests
{
    private const string Quota = "pods \"x\" is forbidden: exceeded quota: memory, requested: requests.memory=4132Mi, used: requests.memory=0, limited: requests.memory=1Gi";

    private static Task<OperatorHarness> WithPoolAsync(bool gracefulPods = false) => OperatorHarness.StartAsync(
        cluster =>
        {
            cluster.AddNode("a", 20);
            cluster.AddPool("llama", "4Gi");
        },
        gracefulPods: gracefulPods);

    private static bool IsHolderCreation(FakeRequest request) => request is { Verb: "create", Resource: "pods" };

    [Fact]
    public async Task A_quota_that_refuses_a_holder_is_a_condition_with_its_numbers_and_no_hot_loop()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", 20);
            cluster.AddPool("llama", "4Gi");
            cluster.Server.Admit((request, pod) =>
            {
                if (request is { Verb: "create", Resource: "pods", Namespace: "ai" } && pod["metadata"]!["labels"]?["kvfleet.io/pool-uid"] is not null && !cluster.Lifted)
                    throw new FakeStatusException(403, "Forbidden", Quota);
            });
        });

        await harness.UntilAsync("llama", "CapacityAssigned", "QuotaExceeded");
        harness.Cluster.Condition("llama", "CapacityAssigned")!.Message.ShouldContain("limited: requests.memory=1Gi");
        harness.Cluster.Condition("llama", "CapacityAssigned")!.Message.ShouldContain("Raise the ResourceQuota of namespace ai");

        var before = harness.Cluster.Server.Requests.Count(IsHolderCreation);
        await harness.PassAsync(TimeSpan.FromMinutes(10));
        (harness.Cluster.Server.Requests.Count(IsHolderCreation) - before).ShouldBeLessThan(10);

        harness.Cluster.Lifted = true;
        await harness.UntilReadyAsync("llama");
        harness.Cluster.Condition("llama", "CapacityAssigned")!.Reason.ShouldBe("Assigned");
    }

    [Fact]
    public async Task A_holder_that_cannot_be_scheduled_is_a_condition_in_the_schedulers_words()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", 20);
            cluster.Unschedulable["a"] = "0/1 nodes are available: 1 Insufficient memory.";
            cluster.AddPool("llama", "4Gi");
        });

        await harness.UntilAsync("llama", "CapacityAssigned", "HolderPending");

        harness.Cluster.Condition("llama", "CapacityAssigned")!.Message.ShouldContain("Insufficient memory");
        harness.Cluster.Condition("llama", "Ready")!.Reason.ShouldBe("Populating");
        harness.Cluster.Unschedulable.Clear();
        await harness.UntilReadyAsync("llama");
    }

    [Fact]
    public async Task A_holder_deleted_by_hand_is_made_again_and_an_event_says_so()
    {
        await using var harness = await WithPoolAsync();
        await harness.UntilReadyAsync("llama");
        var first = harness.Cluster.Holders().Single();

        harness.Cluster.Server.Delete("", "pods", "ai", first.Name());
        await harness.UntilAsync(() => harness.Cluster.Holders().Any(holder => holder.Uid() != first.Uid()), "there is another holder");
        await harness.UntilReadyAsync("llama");
        await harness.UntilAsync(() => harness.Cluster.Events().Any(entry => entry.Reason == "HolderDeleted"), "an event tells of it");

        harness.Cluster.Holders().Single().Name().ShouldBe(first.Name());
        harness.Cluster.Events().Single(entry => entry.Reason == "HolderDeleted").Note.ShouldContain("priorityClassName");
    }

    [Fact]
    public async Task A_holder_that_is_deleted_again_and_again_is_made_ever_more_slowly()
    {
        await using var harness = await WithPoolAsync();
        await harness.UntilReadyAsync("llama");

        var started = harness.Cluster.Time.GetUtcNow();
        await harness.UntilAsync(
            () =>
            {
                foreach (var holder in harness.Cluster.Holders())
                    harness.Cluster.Server.Delete("", "pods", "ai", holder.Name());
                return harness.Cluster.Server.Requests.Count(IsHolderCreation) >= 6;
            },
            "six holders were made");

        (harness.Cluster.Time.GetUtcNow() - started).ShouldBeGreaterThan(TimeSpan.FromSeconds(1 + 2 + 4 + 8));
    }

    [Theory]
    [InlineData("Evicted", "The node was low on resource: memory.", "HolderEvicted")]
    [InlineData("OutOfmemory", "Node didn't have enough resource: memory", "HolderRejected")]
    [InlineData("NodeShutdown", "Pod was terminated in response to imminent node shutdown.", "HolderFailed")]
    public async Task A_holder_that_failed_is_removed_and_made_again_and_an_event_names_the_cause(string reason, string message, string expected)
    {
        await using var harness = await WithPoolAsync();
        await harness.UntilReadyAsync("llama");
        var first = harness.Cluster.Holders().Single();

        harness.Cluster.ChangePod(first.Name(), pod => pod["status"] = new JsonObject { ["phase"] = "Failed", ["reason"] = reason, ["message"] = message });
        await harness.UntilAsync(() => harness.Cluster.Holders() is [{ Status.Phase: "Running" } second] && second.Uid() != first.Uid(), "another holder runs");
        await harness.UntilReadyAsync("llama");
        await harness.UntilAsync(() => harness.Cluster.Events().Any(entry => entry.Reason == expected && entry.Note.Contains(message.TrimEnd('.'), StringComparison.Ordinal)), "an event names the cause");
    }

    [Fact]
    public async Task A_preempted_holder_gives_way_and_its_pool_says_so()
    {
        await using var harness = await WithPoolAsync(gracefulPods: true);
        await harness.UntilReadyAsync("llama");
        var first = harness.Cluster.Holders().Single();

        harness.Cluster.ChangePod(first.Name(), pod => pod["status"]!["conditions"] = new JsonArray(
            new JsonObject { ["type"] = "DisruptionTarget", ["status"] = "True", ["reason"] = "PreemptionByScheduler", ["message"] = "preempting to accommodate a higher priority pod" }));
        harness.Cluster.Server.Delete("", "pods", "ai", first.Name(), gracePeriodSeconds: 5);
        harness.Cluster.AddPod("important", "a", 17);
        await harness.UntilAsync(() => harness.Cluster.Events().Any(entry => entry.Reason == "HolderPreempted"), "an event names the preemption");
        harness.Cluster.Server.Delete("", "pods", "ai", first.Name());

        await harness.UntilAsync(() => harness.Cluster.Pool("llama")!.Status.HostMemory!.Assigned < new ResourceQuantity("4Gi"), "the plan follows the room that is left");
        harness.Cluster.Holders().Sum(holder => long.Parse(holder.GetAnnotation("kvfleet.io/bytes")!, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeLessThan(4L << 30);
    }

    [Fact]
    public async Task A_holder_killed_for_memory_is_told_of_and_left_to_the_kubelet()
    {
        await using var harness = await WithPoolAsync();
        await harness.UntilReadyAsync("llama");
        var holder = harness.Cluster.Holders().Single();

        harness.Cluster.ChangePod(holder.Name(), pod => pod["status"] = FakeCluster.Running(1, "OOMKilled"));
        await harness.UntilAsync(() => harness.Cluster.Events().Any(entry => entry.Reason == "HolderOOMKilled"), "an event names the cause");

        harness.Cluster.Holders().Single().Uid().ShouldBe(holder.Uid());
    }

    [Fact]
    public async Task A_strangers_pod_with_a_holders_name_is_not_used_and_named()
    {
        await using var harness = await OperatorHarness.StartAsync(start: false);
        harness.Cluster.AddNode("a", 20);
        harness.Cluster.AddPool("llama", "4Gi");
        var uid = harness.Cluster.Pool("llama")!.Uid();
        var name = HolderName.For("llama", uid, "a", 0);
        var stranger = FakeCluster.Object("v1", "Pod", "ai", name);
        stranger["metadata"]!["labels"] = FakeCluster.Labels(ComponentNames.Holder);
        stranger["metadata"]!["labels"]!["kvfleet.io/pool-uid"] = uid;
        harness.Cluster.Server.Put(stranger);
        await harness.StartOperatorAsync();

        await harness.UntilAsync("llama", "CapacityAssigned", "HolderNameTaken");

        harness.Cluster.Condition("llama", "CapacityAssigned")!.Message.ShouldContain($"ai/{name}");
        harness.Cluster.Node("a")!.Spec.Assignments!.Single().Holders.ShouldBeEmpty();
        harness.Cluster.Server.Delete("", "pods", "ai", name);
        await harness.UntilReadyAsync("llama");
    }

    [Fact]
    public async Task A_holder_refused_by_a_policy_is_a_condition_in_the_policys_words()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", 20);
            cluster.AddPool("llama", "4Gi");
            cluster.Server.Admit((request, pod) =>
            {
                if (request is { Verb: "create", Resource: "pods" } && pod["metadata"]!["labels"]?["kvfleet.io/pool-uid"] is not null)
                    throw new FakeStatusException(403, "Forbidden", "maximum memory usage per Container is 1Gi, but limit is 4132Mi");
            });
        });

        await harness.UntilAsync("llama", "CapacityAssigned", "HolderFailed");

        harness.Cluster.Condition("llama", "CapacityAssigned")!.Message.ShouldContain("maximum memory usage per Container is 1Gi");
    }
}
