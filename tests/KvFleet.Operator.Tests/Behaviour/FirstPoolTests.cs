using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Operator.Tests.Harness;

namespace KvFleet.Operator.Tests.Behaviour;

public sealed class FirstPoolTests
{
    [Fact]
    public async Task A_pool_is_divided_over_the_nodes_held_by_pods_and_reported_as_resident()
    {
        await using var harness = await OperatorHarness.StartAsync(cluster =>
        {
            cluster.AddNode("a", 20);
            cluster.AddNode("b", 20);
            cluster.AddPool("llama", "8Gi");
        });

        await harness.UntilReadyAsync("llama");

        var pool = harness.Cluster.Pool("llama")!;
        pool.Status.HostMemory!.Assigned.ToString().ShouldBe("8Gi");
        pool.Status.HostMemory.Resident.ToString().ShouldBe("8Gi");
        pool.Status.HostMemory.Tokens.ShouldBe(65536);
        pool.Status.Geometry!.BytesPerToken.ShouldBe(131072);
        (pool.Status.Nodes!.Assigned, pool.Status.Nodes.Ready, pool.Status.Nodes.Unknown).ShouldBe((2, 2, 0));
        pool.Metadata.Finalizers.ShouldBe(["kvfleet.io/drain"]);
        harness.Cluster.Holders().Select(holder => holder.GetAnnotation("kvfleet.io/bytes")).ShouldBe(["4294967296", "4294967296"]);
        var node = harness.Cluster.Node("a")!;
        node.Metadata.OwnerReferences!.Single().Kind.ShouldBe("Node");
        node.Spec.Assignments!.Single().Holders!.Single().State.ShouldBe(HolderIntent.Hold);
        await harness.UntilAsync(() => harness.Cluster.Node("a")!.Status.Resident?.ToString() == "4Gi", "the node's status shows what is resident");
        await harness.UntilAsync(() => harness.Cluster.Events().Any(entry => entry.Reason == "Resident"), "an event tells that it is resident");
    }

    [Fact]
    public async Task The_agents_get_their_daemon_set_and_certificates_from_the_operator()
    {
        await using var harness = await OperatorHarness.StartAsync();

        await harness.UntilAsync(() => harness.Cluster.Server.Find("apps", "daemonsets", FakeCluster.System, "kvfleet-agent") is not null, "the DaemonSet is there");

        harness.Cluster.Server.Find("", "secrets", FakeCluster.System, "kvfleet-ca").ShouldNotBeNull();
        harness.Cluster.Server.Find("", "secrets", FakeCluster.System, "kvfleet-agent-tls")!["type"]!.GetValue<string>().ShouldBe("kubernetes.io/tls");
    }
}
