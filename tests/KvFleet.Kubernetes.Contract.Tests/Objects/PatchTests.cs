using System.Net;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Contract.Tests.Objects;

/// <summary>Patches of each type.</summary>
public sealed class PatchTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer]
    public async Task A_merge_patch_sets_and_removes(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.CreateAsync(server.Widget("a", 1, "red"), Stop);
        var merged = await PatchAsync(server, KubernetesPatch.Merge(new JsonObject { ["spec"] = new JsonObject { ["color"] = null, ["size"] = 5 } }));
        (merged.Spec.Size, merged.Spec.Color).ShouldBe((5, null));
    }

    [Theory, EveryServer]
    public async Task A_merge_patch_with_an_old_version_is_a_conflict(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var stale = await server.Client.CreateAsync(server.Widget("a", 1), Stop);
        await server.Client.ApplyAsync(server.Widget("a", 2), "one", cancellationToken: Stop);
        var patch = KubernetesPatch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = stale.ResourceVersion() }, ["spec"] = new JsonObject { ["size"] = 5 } });
        (await RefusedAsync(() => PatchAsync(server, patch))).IsConflict.ShouldBeTrue();
    }

    [Theory, EveryServer]
    public async Task A_JSON_patch_does_all_or_nothing(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.CreateAsync(server.Widget("a", 1, "red"), Stop);
        var refused = KubernetesPatch.Json([Operation("replace", "/spec/color", "blue"), Operation("test", "/spec/size", 2)]);
        (await RefusedAsync(() => PatchAsync(server, refused))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop))!.Spec.Color.ShouldBe("red");
        var done = KubernetesPatch.Json([Operation("test", "/spec/size", 1), Operation("replace", "/spec/color", "blue"), Operation("add", "/spec/tags", new JsonArray("t"))]);
        var patched = await PatchAsync(server, done);
        (patched.Spec.Color, patched.Spec.Tags!.Single()).ShouldBe(("blue", "t"));
        (await PatchAsync(server, KubernetesPatch.Json([new JsonObject { ["op"] = "remove", ["path"] = "/spec/color" }]))).Spec.Color.ShouldBeNull();
    }

    [Theory, EveryServer]
    public async Task A_strategic_patch_merges_lists_of_built_in_kinds(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var map = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "m", NamespaceProperty = server.Namespace }, Data = new Dictionary<string, string> { ["a"] = "1" } };
        await server.Client.CreateAsync(map, Stop);
        var patch = KubernetesPatch.StrategicMerge(new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray("kvfleet.test/f") }, ["data"] = new JsonObject { ["b"] = "2" } });
        var patched = await server.Client.PatchAsync<V1ConfigMap>("m", server.Namespace, patch, cancellationToken: Stop);
        patched.Data!.Keys.Order().ShouldBe(["a", "b"]);
        var more = KubernetesPatch.StrategicMerge(new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray("kvfleet.test/g") } });
        (await server.Client.PatchAsync<V1ConfigMap>("m", server.Namespace, more, cancellationToken: Stop)).Metadata.Finalizers!.Order().ShouldBe(["kvfleet.test/f", "kvfleet.test/g"]);
        var none = KubernetesPatch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = null } });
        await server.Client.PatchAsync<V1ConfigMap>("m", server.Namespace, none, cancellationToken: Stop);
    }

    [Theory, EveryServer]
    public async Task A_patch_of_the_status_leaves_the_spec(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.CreateAsync(server.Widget("a", 1), Stop);
        var patch = KubernetesPatch.Merge(new JsonObject { ["status"] = new JsonObject { ["observed"] = 6 }, ["spec"] = new JsonObject { ["size"] = 6 } });
        var patched = await PatchAsync(server, patch, "status");
        (patched.Status.Observed, patched.Spec.Size, patched.Metadata.Generation).ShouldBe((6, 1, 1L));
    }

    private static Task<Widget> PatchAsync(ContractServer server, KubernetesPatch patch, string? subresource = null) =>
        server.Client.PatchAsync<Widget>("a", server.Namespace, patch, subresource, Stop);

    private static JsonObject Operation(string op, string path, JsonNode value) => new() { ["op"] = op, ["path"] = path, ["value"] = value };
}
