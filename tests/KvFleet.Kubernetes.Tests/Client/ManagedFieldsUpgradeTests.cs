using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class ManagedFieldsUpgradeTests
{
    private static string Entry(string manager, string operation, string fields, string apiVersion = "v1", string? subresource = null) =>
        $$"""{"manager":"{{manager}}","operation":"{{operation}}","apiVersion":"{{apiVersion}}","fieldsType":"FieldsV1","fieldsV1":{{fields}}{{(subresource is null ? "" : $",\"subresource\":\"{subresource}\"")}}}""";

    private static string Normal(string json) => JsonNode.Parse(json)!.ToJsonString();

    private static string? Upgrade(string entries, string[] former, string? subresource = null) =>
        ManagedFieldsUpgrade.Upgrade(JsonNode.Parse($"[{entries}]")!.AsArray(), former, "new", subresource)?.ToJsonString();

    [Fact]
    public void Fields_of_the_former_manager_become_applied_ones() =>
        Upgrade(Entry("old", "Update", """{"f:spec":{"f:a":{}}}"""), ["old"]).ShouldBe($"[{Entry("new", "Apply", """{"f:spec":{"f:a":{}}}""")}]");

    [Fact]
    public void Fields_of_several_are_joined_with_those_that_are_applied_already() =>
        Upgrade(
            string.Join(
                ',',
                Entry("old", "Update", """{"f:spec":{"f:a":{},"f:list":{"k:{\"name\":\"x\"}":{".":{}}}}}"""),
                Entry("new", "Apply", """{"f:spec":{"f:b":{}}}"""),
                Entry("older", "Update", """{"f:data":{"f:c":{}}}""")),
            ["old", "older"])
        .ShouldBe(Normal($"[{Entry("new", "Apply", """{"f:spec":{"f:b":{},"f:a":{},"f:list":{"k:{\"name\":\"x\"}":{".":{}}}},"f:data":{"f:c":{}}}""")}]"));

    [Fact]
    public void Others_and_other_subresources_and_what_is_applied_stay()
    {
        var others = string.Join(
            ',',
            Entry("kubelet", "Update", "{\"f:x\":{}}"),
            Entry("old", "Update", "{\"f:status\":{}}", subresource: "status"),
            Entry("old", "Apply", "{\"f:y\":{}}"));
        Upgrade(others + "," + Entry("old", "Update", "{\"f:z\":{}}"), ["old"]).ShouldBe($"[{others},{Entry("new", "Apply", "{\"f:z\":{}}")}]");
        Upgrade(others, ["old"]).ShouldBeNull();
    }

    [Fact]
    public void The_status_is_handed_over_by_itself()
    {
        var spec = Entry("old", "Update", "{\"f:spec\":{}}");
        Upgrade(spec + "," + Entry("old", "Update", "{\"f:status\":{}}", subresource: "status"), ["old"], "status")
            .ShouldBe($"[{spec},{Entry("new", "Apply", "{\"f:status\":{}}", subresource: "status")}]");
    }

    [Fact]
    public void Fields_of_another_api_version_cannot_be_joined_and_are_let_go() =>
        Upgrade(Entry("old", "Update", "{\"f:a\":{}}", "v1") + "," + Entry("old", "Update", "{\"f:b\":{}}", "v1beta1"), ["old"])
            .ShouldBe($"[{Entry("new", "Apply", "{\"f:a\":{}}", "v1")}]");

    [Fact]
    public async Task The_change_is_made_at_the_version_that_was_read_and_tried_again_on_a_conflict()
    {
        var reads = 0;
        var handler = new ScriptedHandler((request, _) =>
        {
            if (request.Method == HttpMethod.Get)
                return ScriptedHandler.Json($$"""{"metadata":{"name":"c","resourceVersion":"{{++reads}}","managedFields":[{{Entry("old", "Update", "{}")}}] } }""");
            return reads == 1 ? ScriptedHandler.Refuse(409, "Conflict") : ScriptedHandler.Json("""{"metadata":{"name":"c"}}""");
        });
        using var client = Scripted.Client(handler);
        (await client.UpgradeManagedFieldsAsync<V1ConfigMap>("c", "ns", ["old"], "new", cancellationToken: TestCluster.Stop)).ShouldBeTrue();
        var (request, body) = handler.Requests.Last();
        request.ShouldBe("PATCH /api/v1/namespaces/ns/configmaps/c");
        body.ShouldBe($$"""
            [{"op":"replace","path":"/metadata/managedFields","value":[{{Entry("new", "Apply", "{}")}}]},{"op":"replace","path":"/metadata/resourceVersion","value":"2"}]
            """);
        handler.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Nothing_is_written_when_there_is_nothing_to_hand_over()
    {
        var handler = new ScriptedHandler((_, _) => ScriptedHandler.Json($$"""{"metadata":{"name":"c","managedFields":[{{Entry("kubelet", "Update", "{}")}}] } }"""));
        using var client = Scripted.Client(handler);
        (await client.UpgradeManagedFieldsAsync<V1ConfigMap>("c", "ns", ["old"], "new", cancellationToken: TestCluster.Stop)).ShouldBeFalse();
        handler.Requests.ShouldHaveSingleItem();
        using var empty = Scripted.Client(new ScriptedHandler((_, _) => ScriptedHandler.Refuse(404, "NotFound")));
        (await empty.UpgradeManagedFieldsAsync<V1ConfigMap>("c", "ns", ["old"], "new", cancellationToken: TestCluster.Stop)).ShouldBeFalse();
    }
}
