using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class UnstructuredTests : IAsyncLifetime
{
    private static readonly EntityMetadata Samples = EntityMetadata.Of<SampleEntity>();
    private TestCluster _cluster = null!;

    private KubernetesClient Client => _cluster.Client;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static UnstructuredObject Object(string name, int size = 1) => UnstructuredObject.Parse(
        $$"""{"metadata":{"name":"{{name}}","namespace":"ns","labels":{"app":"{{name}}"} },"spec":{"size":{{size}},"unknown":{"to":["any",1,null,{"class":true}]} } }""");

    [Fact]
    public async Task A_kind_is_found_by_discovery_and_its_objects_live_and_die()
    {
        var samples = await Client.UnstructuredAsync("kvfleet.test/v1", "Sample", TestCluster.Stop);
        samples.Type.ShouldBe(Samples);
        var created = await samples.CreateAsync(Object("a"), TestCluster.Stop);
        (created.ApiVersion, created.Kind).ShouldBe(("kvfleet.test/v1", "Sample"));
        (await samples.ListAsync("ns", "app=a", cancellationToken: TestCluster.Stop)).ShouldHaveSingleItem().Uid().ShouldBe(created.Uid());
        (await samples.DeleteAsync(created, cancellationToken: TestCluster.Stop)).ShouldBeTrue();
        (await samples.GetAsync("a", "ns", TestCluster.Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_kind_that_the_server_does_not_have_is_said()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => Client.UnstructuredAsync("none.test/v1", "Nothing", TestCluster.Stop));
        error.Message.ShouldContain("no kind Nothing in none.test/v1");
    }

    [Fact]
    public async Task What_is_read_changed_and_replaced_loses_nothing()
    {
        var samples = Client.Unstructured(Samples);
        var read = await samples.CreateAsync(Object("a"), TestCluster.Stop);
        read.Fields["spec"]!["size"] = 2;
        var replaced = await samples.UpdateAsync(read, TestCluster.Stop);
        replaced.Metadata.Generation.ShouldBe(2);
        replaced.Field("spec", "unknown")!.ToJsonString().ShouldBe("""{"to":["any",1,null,{"class":true}]}""");
        replaced.GetLabel("app").ShouldBe("a");
    }

    [Fact]
    public async Task Intents_are_applied_and_the_status_apart()
    {
        var samples = Client.Unstructured(Samples);
        await samples.ApplyAsync(Object("a", 3), "one", cancellationToken: TestCluster.Stop);
        var intent = UnstructuredObject.Parse("""{"metadata":{"name":"a","namespace":"ns"},"spec":{"size":9},"status":{"observed":4}}""");
        var stored = await samples.ApplyStatusAsync(intent, "one-status", cancellationToken: TestCluster.Stop);
        (stored.Field("spec", "size")!.GetValue<int>(), stored.Field("status", "observed")!.GetValue<int>()).ShouldBe((3, 4));
        (await Client.GetAsync<SampleEntity>("a", "ns", TestCluster.Stop))!.Status.Observed.ShouldBe(4);
    }

    [Fact]
    public async Task Changes_are_watched()
    {
        var samples = Client.Unstructured(Samples);
        await samples.CreateAsync(Object("a"), TestCluster.Stop);
        await foreach (var (type, entity) in samples.WatchAsync(new WatchRequest { Namespace = "ns" }, TestCluster.Stop))
        {
            (type, entity.Name(), entity.Kind).ShouldBe((WatchEventType.Added, "a", "Sample"));
            entity.Field("spec", "unknown", "to").ShouldBeOfType<JsonArray>().Count.ShouldBe(4);
            break;
        }
    }

    [Fact]
    public void A_field_that_is_not_there_is_null()
    {
        var entity = Object("a");
        entity.Field("spec", "size", "deeper").ShouldBeNull();
        entity.Field("status", "x").ShouldBeNull();
        entity.Field("spec", "size")!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public void It_goes_to_json_and_back()
    {
        var json = Object("a").ToJson();
        json.Select(p => p.Key).ShouldBe(["apiVersion", "kind", "metadata", "spec"]);
        UnstructuredObject.Parse(json.ToJsonString()).ToJson().ToJsonString().ShouldBe(json.ToJsonString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"kind":1}""")]
    [InlineData("""{"metadata":[]}""")]
    [InlineData("""{"metadata":{"name":{}}}""")]
    [InlineData("""{"spec":1,"spec":2}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"yesterday"}}""")]
    [InlineData("""{"spec":""")]
    public void What_is_no_object_is_refused_in_one_way(string json) =>
        Should.Throw<System.Text.Json.JsonException>(() => UnstructuredObject.Parse(json));

    [Fact]
    public async Task Replicas_are_set_through_the_scale_subresource()
    {
        var handler = new ScriptedHandler((_, _) => ScriptedHandler.Json("""
            {"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"d","namespace":"ns"},"spec":{"replicas":3},"status":{"replicas":1,"selector":"app=d"}}
            """));
        using var client = Scripted.Client(handler);
        var scale = await client.Resource<V1Deployment>().ScaleAsync("d", "ns", 3, TestCluster.Stop);
        (scale.Spec!.Replicas, scale.Status!.Replicas, scale.Status.Selector).ShouldBe((3, 1, "app=d"));
        handler.Requests.ShouldHaveSingleItem().ShouldBe(("PATCH /apis/apps/v1/namespaces/ns/deployments/d/scale", """{"spec":{"replicas":3}}"""));
        (await client.Resource<V1Deployment>().GetSubresourceAsync<V1Scale>("d", "ns", "scale", TestCluster.Stop))!.Spec!.Replicas.ShouldBe(3);
    }
}
