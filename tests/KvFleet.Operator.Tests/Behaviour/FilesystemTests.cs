using System.Text.Json.Nodes;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Conditions;
using KvFleet.Operator.Tests.Harness;

namespace KvFleet.Operator.Tests.Behaviour;

/// <summary>Pools with a directory on a shared filesystem.</summary>
public sealed class FilesystemTests
{
    [Fact]
    public async Task Every_node_of_the_pool_gets_a_pod_that_mounts_and_a_directory_of_the_pools_own()
    {
        await using var harness = await StartAsync();

        await harness.UntilAsync("llama", "SharedFilesystemReady", "AsExpected");

        harness.Cluster.Mounts().Select(static pod => pod.Spec!.Affinity!.NodeAffinity!.RequiredDuringSchedulingIgnoredDuringExecution!.NodeSelectorTerms![0].MatchFields![0].Values![0]).ShouldBe(["a", "b"]);
        var told = Told(harness, "a")!;
        (told.Name, told.Source, told.PodUid, told.HighPercent, told.LowPercent).ShouldBe(("shared", FilesystemSource.Mount, harness.Cluster.Mounts()[0].Uid(), 85, 70));
        var part = told.Pools.ShouldHaveSingleItem();
        (part.Directory, part.Model, part.Quota.ToString(), part.MinAgeSeconds).ShouldBe(("kvfleet/ai/llama", "meta-llama+2fLlama-3.1-8B-Instruct@main", "2Ti", 600));
        part.Variant.ShouldBe("cpu/default-2097152/tp1-pp1");
        var status = harness.Cluster.Pool("llama")!.Status.SharedFilesystem!;
        (status.ClassName, status.Directory, status.Quota.ToString(), status.Used.ToString(), status.Files, status.Nodes, status.ReadyNodes).ShouldBe(("shared", "kvfleet/ai/llama", "2Ti", "1Gi", 5, 2, 2));
        await harness.UntilAsync(() => harness.Cluster.Filesystem("shared")!.Status?.Conditions?.IsTrue("Ready") == true, "the filesystem is ready");
        var shown = harness.Cluster.Filesystem("shared")!.Status;
        (shown.Source, shown.Nodes!.Wanted, shown.Nodes.Ready, shown.Capacity.ToString(), shown.Available.ToString()).ShouldBe(("glusterfs gluster:/kv", 2, 2, "1Ti", "512Gi"));
        var used = shown.Pools.ShouldHaveSingleItem();
        (used.Namespace, used.Name, used.Used.ToString(), used.Files).ShouldBe(("ai", "llama", "1Gi", 5));
        await harness.UntilReadyAsync("llama");
    }

    [Fact]
    public async Task A_namespace_that_is_not_listed_is_refused_until_rbac_lets_it_and_nodes_can_tell_its_pods_why()
    {
        await using var harness = await StartAsync(static spec => spec.AllowedNamespaces = ["other"]);

        await harness.UntilAsync("llama", "SharedFilesystemReady", "NamespaceNotAllowed");

        harness.Cluster.Condition("llama", "SharedFilesystemReady")!.Message.ShouldContain("spec.allowedNamespaces");
        harness.Cluster.Mounts().ShouldBeEmpty();
        await harness.UntilAsync(() => harness.Cluster.Node("a")?.Spec.SharedRefusals?.SingleOrDefault() is { Reason: "NamespaceNotAllowed", Pool.Name: "llama" }, "the node can say so");
        await harness.UntilReadyAsync("llama");

        harness.Cluster.Granted["system:serviceaccounts:ai use kvcachefilesystems.kvfleet.io/shared in ai"] = true;

        await harness.UntilAsync("llama", "SharedFilesystemReady", "AsExpected");
        harness.Cluster.Node("a")!.Spec.SharedRefusals.ShouldBeNull();
    }

    [Theory]
    [InlineData("missing", "2Ti", "FilesystemNotFound", "kubectl get kvf")]
    [InlineData("shared", null, "QuotaUnknown", "spec.sharedFilesystem.quota")]
    public async Task What_cannot_be_given_is_named_with_its_remedy(string className, string? quota, string reason, string remedy)
    {
        await using var harness = await StartAsync(pool: spec => spec.SharedFilesystem = new PoolSharedFilesystem { ClassName = className, Quota = quota is null ? null : new ResourceQuantity(quota) });

        await harness.UntilAsync("llama", "SharedFilesystemReady", reason);

        harness.Cluster.Condition("llama", "SharedFilesystemReady")!.Message.ShouldContain(remedy);
    }

    [Fact]
    public async Task A_node_that_cannot_mount_is_named_on_filesystem_and_pool_with_the_words_of_mount()
    {
        await using var harness = await StartAsync(agent: static agent => agent.ChangeFilesystem = static report => report with { Ready = false, Reason = FilesystemReasons.MountFailed, Message = "mount(8): no route to host" });

        await harness.UntilAsync("llama", "SharedFilesystemReady", "MountProblem");

        harness.Cluster.Condition("llama", "SharedFilesystemReady")!.Message.ShouldBe("a: MountFailed: mount(8): no route to host");
        await harness.UntilAsync(() => harness.Cluster.Filesystem("shared")!.Status?.Conditions?.Find("Ready")?.Reason == "MountProblem", "the filesystem says so");
        await harness.UntilAsync(() => harness.Cluster.Filesystem("shared")!.Status.Problems is { Count: 1 }, "the other node is well");
        var problem = harness.Cluster.Filesystem("shared")!.Status.Problems.ShouldHaveSingleItem();
        (problem.Name, problem.Reason, problem.Message).ShouldBe(("a", "MountFailed", "mount(8): no route to host"));
        await harness.UntilReadyAsync("llama");
    }

    [Fact]
    public async Task A_spec_that_cannot_be_understood_any_more_takes_nothing_away()
    {
        await using var harness = await StartAsync();
        await harness.UntilAsync("llama", "SharedFilesystemReady", "AsExpected");
        var before = harness.Cluster.Mounts().Select(static pod => pod.Uid()).ToList();

        harness.Cluster.ChangeFilesystem("shared", static filesystem => filesystem["spec"]!["mount"]!["options"] = new JsonArray("suid"));
        await harness.UntilAsync("llama", "SharedFilesystemReady", "FilesystemInvalid");
        harness.Cluster.ChangePool("llama", static pool => pool["spec"]!["sharedFilesystem"]!["minAge"] = "soon");
        await harness.UntilAsync("llama", "SharedFilesystemReady", "InvalidSpec");

        await harness.PassAsync(TimeSpan.FromSeconds(40));
        Told(harness, "a")!.Pools.ShouldHaveSingleItem().Directory.ShouldBe("kvfleet/ai/llama");
        harness.Cluster.Mounts().Select(static pod => pod.Uid()).ShouldBe(before);
    }

    [Fact]
    public async Task Another_source_is_mounted_by_other_pods_and_a_pod_that_has_ended_is_replaced()
    {
        await using var harness = await StartAsync();
        await harness.UntilAsync("llama", "SharedFilesystemReady", "AsExpected");
        var first = harness.Cluster.Mounts().Select(static pod => pod.Uid()).ToList();

        harness.Cluster.ChangeFilesystem("shared", static filesystem => filesystem["spec"]!["mount"]!["source"] = "gluster-2:/kv");
        await harness.UntilAsync(() => harness.Cluster.Mounts() is { Count: 2 } pods && pods.All(pod => !first.Contains(pod.Uid())), "other pods");
        harness.Cluster.Mounts()[0].Spec!.Containers![0].Command!.ShouldContain("gluster-2:/kv");

        var second = harness.Cluster.Mounts()[0];
        harness.Cluster.Server.Modify("", "pods", FakeCluster.System, second.Name(), static pod => pod["status"] = new JsonObject { ["phase"] = "Failed", ["reason"] = "Evicted" });
        await harness.UntilAsync(() => harness.Cluster.Mounts() is { Count: 2 } pods && pods[0].Uid() != second.Uid(), "it was replaced");
        await harness.UntilAsync(() => Told(harness, "a")?.PodUid == harness.Cluster.Mounts()[0].Uid(), "the node knows");
    }

    [Fact]
    public async Task A_pool_that_wants_none_any_more_lets_nodes_and_pods_go_and_so_does_its_end()
    {
        await using var harness = await StartAsync();
        await harness.UntilAsync("llama", "SharedFilesystemReady", "AsExpected");

        harness.Cluster.ChangePool("llama", static pool => pool["spec"]!.AsObject().Remove("sharedFilesystem"));

        await harness.UntilAsync(() => harness.Cluster.Mounts().Count == 0 && Told(harness, "a") is null, "all of it is gone");
        await harness.UntilAsync(() => harness.Cluster.Condition("llama", "SharedFilesystemReady") is null && harness.Cluster.Pool("llama")!.Status.SharedFilesystem is null, "the status says nothing of it");
        await harness.UntilAsync(() => harness.Cluster.Filesystem("shared")!.Status?.Conditions?.Find("Ready")?.Reason == "NotUsed", "nobody uses it");
        await harness.UntilReadyAsync("llama");
    }

    private static async Task<OperatorHarness> StartAsync(
        Action<Api.Filesystems.KVCacheFilesystemSpec>? filesystem = null, Action<KVCachePoolSpec>? pool = null, Action<FakeAgent>? agent = null)
    {
        var harness = await OperatorHarness.StartAsync(
            cluster =>
            {
                cluster.AddNode("a");
                cluster.AddNode("b");
                cluster.AddFilesystem("shared", filesystem);
                cluster.AddPool("llama", "4Gi", spec =>
                {
                    spec.SharedFilesystem = new PoolSharedFilesystem { ClassName = "shared", Quota = new ResourceQuantity("2Ti") };
                    pool?.Invoke(spec);
                });
            },
            start: false);
        agent?.Invoke(harness.Agents["a"]);
        await harness.StartOperatorAsync();
        return harness;
    }

    private static NodeFilesystem? Told(OperatorHarness harness, string node) => harness.Cluster.Node(node)?.Spec.Filesystems?.SingleOrDefault();
}
