using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;

namespace KvFleet.Kubernetes.Contract.Tests.Objects;

/// <summary>Generic access to kinds that nobody knew of when this was compiled: they are found by discovery, and nothing of their objects is lost.</summary>
public sealed class UnknownKindTests(ServerPool pool) : ContractTest(pool)
{
    private const string Manager = "contract";

    [Theory, EveryServer]
    public async Task A_kind_can_be_used_as_soon_as_it_is_served_and_is_told_apart_when_it_is_gone(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var definition = await TemporaryDefinition.InstallAsync(server.Client, namespaced: true, Stop);
        var gadgets = await ServedAsync(server, definition);
        gadgets.Type.Scope.ShouldBe(EntityScope.Namespaced);
        await gadgets.CreateAsync(Gadget(server, "a", """{"size":1}"""), Stop);
        (await gadgets.ListAsync(server.Namespace, cancellationToken: Stop)).ShouldHaveSingleItem().Kind.ShouldBe(definition.Kind);

        await definition.DisposeAsync();
        KubernetesApiException? refusal = null;
        await EventuallyAsync(() => refusal?.IsNotFound == true, "the kind is served no longer", async () => refusal = await RefusalAsync(() => gadgets.ListAsync(server.Namespace, cancellationToken: Stop)));
        (await gadgets.GetAsync("a", server.Namespace, Stop)).ShouldBeNull();
        var gone = false;
        // Discovery follows with some delay.
        await EventuallyAsync(() => gone, "the kind is discovered no longer", async () => gone = await server.Client.Discovery.FindKindAsync(TemporaryDefinition.ApiVersion, definition.Kind, Stop) is null);
        var missing = await Should.ThrowAsync<InvalidOperationException>(() => server.Client.UnstructuredAsync(TemporaryDefinition.ApiVersion, definition.Kind, Stop));
        missing.Message.ShouldContain(definition.Kind);
    }

    [Theory, EveryServer]
    public async Task A_kind_of_the_whole_cluster_has_no_namespace(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await using var definition = await TemporaryDefinition.InstallAsync(server.Client, namespaced: false, Stop);
        var gadgets = await ServedAsync(server, definition);
        gadgets.Type.Scope.ShouldBe(EntityScope.Cluster);
        await gadgets.CreateAsync(UnstructuredObject.Parse("""{"metadata":{"name":"a"},"spec":{"size":1} }"""), Stop);
        (await gadgets.GetAsync("a", cancellationToken: Stop))!.Namespace().ShouldBeNull();
        (await gadgets.DeleteAsync("a", cancellationToken: Stop)).ShouldBeTrue();
    }

    [Theory, EveryServer]
    public async Task Nothing_is_lost_whichever_way_it_is_written(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await using var definition = await TemporaryDefinition.InstallAsync(server.Client, namespaced: true, Stop);
        var gadgets = await ServedAsync(server, definition);
        // Larger than a double holds exactly, and shapes that no class of ours has.
        var gadget = await gadgets.CreateAsync(Gadget(server, "a", """{"size":9007199254740993,"ratio":0.1,"tree":{"leaves":[{"x":[1,"two",true]}]},"text":"ü\n"}"""), Stop);
        gadget.SetLabel("by", "update");
        gadget = await gadgets.UpdateAsync(gadget, Stop);
        gadget = await gadgets.PatchAsync("a", server.Namespace, KubernetesPatch.Merge(new JsonObject { ["spec"] = new JsonObject { ["merged"] = 1 } }), cancellationToken: Stop);
        gadget = await gadgets.PatchAsync("a", server.Namespace, KubernetesPatch.Json([new JsonObject { ["op"] = "add", ["path"] = "/spec/patched", ["value"] = 2 }]), cancellationToken: Stop);
        gadget.Fields["status"] = new JsonObject { ["phase"] = "Good" };
        gadget = await gadgets.UpdateStatusAsync(gadget, Stop);
        gadget = await gadgets.ApplyAsync(Gadget(server, "a", """{"applied":3}"""), Manager, cancellationToken: Stop);
        gadget = await gadgets.ApplyStatusAsync(Gadget(server, "a", "{}", """{"message":"fine"}"""), Manager + "-status", cancellationToken: Stop);

        gadget = (await gadgets.ListAsync(server.Namespace, labelSelector: "by=update", cancellationToken: Stop)).ShouldHaveSingleItem();
        var expected = JsonNode.Parse("""{"applied":3,"merged":1,"patched":2,"ratio":0.1,"size":9007199254740993,"text":"ü\n","tree":{"leaves":[{"x":[1,"two",true]}]}}""");
        JsonNode.DeepEquals(gadget.Field("spec"), expected).ShouldBeTrue(gadget.Field("spec")!.ToJsonString());
        (gadget.Field("status", "phase")!.GetValue<string>(), gadget.Field("status", "message")!.GetValue<string>()).ShouldBe(("Good", "fine"));
    }

    [Theory, EveryServer]
    public async Task Changes_are_watched_and_conflicts_resolved(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await using var definition = await TemporaryDefinition.InstallAsync(server.Client, namespaced: true, Stop);
        var gadgets = await ServedAsync(server, definition);
        var from = (await gadgets.ListPageAsync(new ListRequest { Namespace = server.Namespace }, Stop)).Metadata.ResourceVersion;
        var stale = await gadgets.CreateAsync(Gadget(server, "a", """{"size":1}"""), Stop);
        await gadgets.ApplyAsync(Gadget(server, "a", """{"color":"red"}"""), Manager, cancellationToken: Stop);
        var writer = new ObjectWriter(server.Client, new KubernetesClientOptions(), TimeProvider.System);
        var written = (await writer.UpdateAsync(gadgets, stale, g => g.Fields["spec"]!["size"] = g.Field("spec", "size")!.GetValue<int>() + 1, Stop))!;
        (written.Field("spec", "size")!.GetValue<int>(), written.Field("spec", "color")!.GetValue<string>()).ShouldBe((2, "red"));
        await gadgets.DeleteAsync(written, cancellationToken: Stop);
        (await writer.UpdateAsync(gadgets, written, g => g.Fields["spec"]!["size"] = 9, Stop)).ShouldBeNull();

        var seen = new List<WatchEventType>();
        await foreach (var (type, _) in gadgets.WatchAsync(new WatchRequest { Namespace = server.Namespace, ResourceVersion = from, Timeout = TimeSpan.FromMinutes(5) }, Stop))
        {
            if (type != WatchEventType.Bookmark)
                seen.Add(type);
            if (type == WatchEventType.Deleted)
                break;
        }

        seen.ShouldBe([WatchEventType.Added, WatchEventType.Modified, WatchEventType.Modified, WatchEventType.Deleted]);
    }

    [Theory, EveryServer(RealOnly = true)]
    public async Task A_built_in_kind_needs_no_class_either(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var policies = await server.Client.UnstructuredAsync("networking.k8s.io/v1", "NetworkPolicy", Stop);
        await policies.ApplyAsync(UnstructuredObject.Parse($$"""{"metadata":{"name":"n","namespace":"{{server.Namespace}}"},"spec":{"podSelector":{},"policyTypes":["Ingress"]} }"""), Manager, cancellationToken: Stop);
        // Servers leave type and version out of the items of such lists.
        var listed = (await policies.ListAsync(server.Namespace, cancellationToken: Stop)).ShouldHaveSingleItem();
        (listed.ApiVersion, listed.Kind, listed.Field("spec", "policyTypes", "none")).ShouldBe(("networking.k8s.io/v1", "NetworkPolicy", null));
        (await policies.DeleteAsync(listed, cancellationToken: Stop)).ShouldBeTrue();
    }

    private static UnstructuredObject Gadget(ContractServer server, string name, string spec, string? status = null) =>
        UnstructuredObject.Parse($$"""{"metadata":{"name":"{{name}}","namespace":"{{server.Namespace}}"},"spec":{{spec}}{{(status is null ? "" : ",\"status\":" + status)}} }""");

    private static async Task<IKubernetesResourceClient<UnstructuredObject>> ServedAsync(ContractServer server, TemporaryDefinition definition)
    {
        EntityMetadata? type = null;
        await EventuallyAsync(() => type is not null, "the kind is discovered", async () => type = await server.Client.Discovery.FindKindAsync(TemporaryDefinition.ApiVersion, definition.Kind, Stop));
        var gadgets = server.Client.Unstructured(type!);
        var served = false;
        await EventuallyAsync(() => served, "the kind is served", async () => served = await RefusalAsync(() => gadgets.ListPageAsync(new ListRequest { Limit = 1 }, Stop)) is null);
        return gadgets;
    }

    private static async Task<KubernetesApiException?> RefusalAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (KubernetesApiException e)
        {
            return e;
        }
    }
}
