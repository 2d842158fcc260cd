using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Tests.Harness;
using KvFleet.Testing;

namespace KvFleet.Operator.Tests.Behaviour;

/// <summary>A pool over the Redis protocol: Secrets to agents, agents to Endpoints, and what the condition says when something is missing.</summary>
public sealed class RespTests
{
    private static readonly TimeSpan Rotation = TimeSpan.FromSeconds(31);

    [Fact]
    public async Task Agents_that_hold_the_pool_get_the_password_and_are_published_and_no_others()
    {
        await using var harness = await StartAsync();

        await harness.UntilAsync("llama", "RespReady", "Serving");
        await harness.UntilAsync(() => Addresses(harness) == 2, "both are published");

        var pool = harness.Cluster.Pool("llama")!;
        var port = pool.Status.Resp!.Port.ShouldNotBeNull();
        (pool.Status.Resp.Service, pool.Status.Resp.Nodes).ShouldBe(("llama-resp", 2));
        harness.Cluster.Node("a")!.Spec.Assignments!.Single().Resp.ShouldBe(new() { Port = port, Tls = false });
        harness.Agents["a"].Credentials.Single().Value.Password.ShouldBe("very-secret");
        harness.Agents["excluded"].Credentials.ShouldBeEmpty();
        var service = Service(harness).ShouldNotBeNull();
        (service.Spec!.ClusterIP, service.Spec.Ports!.Single().Port, service.Spec.Selector).ShouldBe(("None", port, null));
        service.Metadata.OwnerReferences!.Single().Uid.ShouldBe(pool.Metadata.Uid);
        Endpoints(harness).Subsets!.Single().Addresses!.Select(static address => (address.NodeName, address.Ip))
            .ShouldBe([("a", FakeAgents.AddressOf("a").ToString()), ("b", FakeAgents.AddressOf("b").ToString())]);
        Endpoints(harness).Subsets!.Single().Ports!.Single().Port.ShouldBe(port);
        // What the status and the assignments say is for everybody to read.
        harness.Cluster.Server.List("kvfleet.io", "kvcachenodes").Concat(harness.Cluster.Server.List("kvfleet.io", "kvcachepools")).ShouldAllBe(entry => !entry.ToJsonString(null).Contains("very-secret"));
        harness.Log.ToString().ShouldNotContain("very-secret");
    }

    [Fact]
    public async Task A_changed_password_reaches_the_agents_and_nothing_is_written()
    {
        await using var harness = await StartAsync();
        await harness.UntilAsync("llama", "RespReady", "Serving");
        await harness.PassAsync(Rotation);
        var written = Writes(harness);

        await harness.PassAsync(Rotation + Rotation);
        Writes(harness).ShouldBe(written);
        harness.Cluster.Server.Modify("", "secrets", "ai", "password", static secret => secret["data"]!["password"] = Text("changed\n"));

        await harness.UntilAsync(() => harness.Agents["a"].Credentials.Single().Value.Password == "changed" && harness.Agents["b"].Credentials.Single().Value.Password == "changed", "the agents have it");
        Writes(harness).ShouldBe(written);
    }

    [Fact]
    public async Task An_agent_that_was_restarted_gets_the_password_anew()
    {
        await using var harness = await StartAsync();
        await harness.UntilAsync("llama", "RespReady", "Serving");

        harness.Agents["b"].Credentials.Clear();

        await harness.UntilAsync(() => harness.Agents["b"].Credentials.Count == 1, "it has it again");
        await harness.UntilAsync("llama", "RespReady", "Serving");
    }

    [Fact]
    public async Task An_agent_that_does_not_listen_is_not_published()
    {
        await using var harness = await StartAsync();
        await harness.UntilAsync(() => Addresses(harness) == 2, "both are published");

        harness.Agents["b"].Change = static report => report with { Resp = report.Resp! with { Listening = false, Message = "port taken" } };

        await harness.UntilAsync(() => Addresses(harness) == 1, "one address is left");
        await harness.UntilAsync("llama", "RespReady", "NotServing");
        harness.Cluster.Condition("llama", "RespReady")!.Message.ShouldContain("b: port taken");
    }

    [Fact]
    public async Task A_missing_Secret_is_told_with_the_command_and_taken_up_when_it_is_there()
    {
        await using var harness = await StartAsync(secrets: false);
        await harness.UntilAsync("llama", "RespReady", "SecretMissing");
        harness.Cluster.Condition("llama", "RespReady")!.Message.ShouldContain("kubectl create secret generic password");
        await harness.UntilReadyAsync("llama");

        AddSecrets(harness.Cluster);

        await harness.UntilAsync("llama", "RespReady", "Serving");
        harness.Cluster.Events().ShouldContain(static entry => entry.Reason == "SecretMissing");
    }

    [Fact]
    public async Task A_namespace_that_has_not_allowed_it_is_told_how()
    {
        await using var harness = await StartAsync();
        await harness.UntilAsync("llama", "RespReady", "Serving");
        var refusal = harness.Cluster.Server.Inject(static request => request is { Resource: "secrets", Namespace: "ai" }, FakeFault.Status(403, "Forbidden"));

        await harness.UntilAsync("llama", "RespReady", "SecretForbidden");
        harness.Cluster.Condition("llama", "RespReady")!.Message.ShouldContain("kubectl create rolebinding kvfleet-resp-secrets -n ai");
        // What agents have stays in use.
        harness.Agents["a"].Credentials.Count.ShouldBe(1);

        refusal.Dispose();
        await harness.UntilAsync("llama", "RespReady", "Serving");
    }

    [Fact]
    public async Task A_Service_of_somebody_else_is_left_alone()
    {
        await using var harness = await StartAsync(prepare: static cluster =>
        {
            var service = FakeCluster.Object("v1", "Service", "ai", "llama-resp");
            service["spec"] = new JsonObject { ["clusterIP"] = "10.0.0.1" };
            cluster.Server.Put(service);
        });

        await harness.UntilAsync("llama", "RespReady", "ServiceNameTaken");
        Service(harness)!.Spec!.ClusterIP.ShouldBe("10.0.0.1");
    }

    [Fact]
    public async Task Turned_off_it_closes_the_port_and_withdraws_the_Service_and_the_condition()
    {
        await using var harness = await StartAsync();
        await harness.UntilAsync("llama", "RespReady", "Serving");

        harness.Cluster.ChangePool("llama", static pool => pool["spec"]!.AsObject().Remove("resp"));

        await harness.UntilAsync(() => Service(harness) is null && harness.Cluster.Server.Find("", "endpoints", "ai", "llama-resp") is null, "nothing is published");
        await harness.UntilAsync(() => harness.Cluster.Condition("llama", "RespReady") is null && harness.Cluster.Pool("llama")!.Status.Resp is null, "the status does not speak of it");
        harness.Cluster.Node("a")!.Spec.Assignments!.Single().Resp.ShouldBeNull();
    }

    [Fact]
    public async Task How_blocks_are_kept_reaches_agents_and_can_be_changed()
    {
        await using var harness = await StartAsync();
        await harness.UntilReadyAsync("llama");
        harness.Cluster.Node("a")!.Spec.Assignments!.Single().Store.ShouldBe(new() { EvictionPolicy = PoolEvictionPolicy.CostAware, PinnedPercent = 25, HeadroomPercent = 2 });

        harness.Cluster.ChangePool("llama", static pool => pool["spec"]!["store"] = new JsonObject { ["evictionPolicy"] = "S3FIFO", ["pinnedPercent"] = 10 });

        await harness.UntilAsync(
            () => harness.Cluster.Node("a")!.Spec.Assignments!.Single().Store is { EvictionPolicy: PoolEvictionPolicy.S3Fifo, PinnedPercent: 10, HeadroomPercent: 2 }, "the agents are told");
    }

    internal static void AddSecrets(FakeCluster cluster)
    {
        var secret = FakeCluster.Object("v1", "Secret", "ai", "password");
        secret["data"] = new JsonObject { ["password"] = Text("very-secret") };
        cluster.Server.Put(secret);
    }

    private static Task<OperatorHarness> StartAsync(bool secrets = true, Action<FakeCluster>? prepare = null) => OperatorHarness.StartAsync(cluster =>
    {
        cluster.AddNode("a", 20);
        cluster.AddNode("b", 20);
        cluster.AddNode("excluded", 20, static node => node["metadata"]!["annotations"] = new JsonObject { ["kvfleet.io/exclude"] = "true" });
        if (secrets)
            AddSecrets(cluster);
        prepare?.Invoke(cluster);
        cluster.AddPool("llama", "8Gi", static spec => spec.Resp = new PoolResp { PasswordSecret = new PoolSecretKey { Name = "password" } });
    });

    private static string Text(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static V1Service? Service(OperatorHarness harness) => harness.Cluster.Server.Find("", "services", "ai", "llama-resp")?.Deserialize(KubernetesJsonContext.Default.V1Service);

    private static V1Endpoints Endpoints(OperatorHarness harness) =>
        harness.Cluster.Server.Find("", "endpoints", "ai", "llama-resp").ShouldNotBeNull().Deserialize(KubernetesJsonContext.Default.V1Endpoints)!;

    private static int Addresses(OperatorHarness harness) => 
        harness.Cluster.Server.Find("", "endpoints", "ai", "llama-resp") is null ? 0 : (Endpoints(harness).Subsets ?? []).Sum(static subset => subset.Addresses!.Count);

    private static int Writes(OperatorHarness harness) => harness.Cluster.Server.Requests.Count(static request => request.Resource is "services" or "endpoints" && request.Verb is not "get");
}
