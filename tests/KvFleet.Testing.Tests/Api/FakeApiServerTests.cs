using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace KvFleet.Testing.Tests.Api;

/// <summary>The parts of the fake server that the client's contract tests do not reach.</summary>
public sealed class FakeApiServerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private FakeApiServer _server = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync() => await Start(new FakeApiServerOptions { TimeProvider = _time, GracefulPods = true });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task Start(FakeApiServerOptions options)
    {
        _server = await FakeApiServer.StartAsync(options);
        _http = new HttpClient { BaseAddress = _server.Uri };
    }

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    private static JsonObject Pod(string name) => Object($$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}","namespace":"ns"},"spec":{"nodeName":"n1","containers":[{"name":"c","image":"i"}]}}
        """);

    private async Task<(HttpStatusCode Code, JsonNode Body)> Send(HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        using var response = await _http.SendAsync(request, Stop);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!);
    }

    [Fact]
    public async Task A_definition_brings_its_resource_and_takes_it_and_its_objects_away()
    {
        _server.Put(Object("""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"things.x.test"},
             "spec":{"group":"x.test","scope":"Cluster","names":{"kind":"Thing","plural":"things"},"versions":[{"name":"v1","served":true,"storage":true}]}}
            """));
        (await Send(HttpMethod.Post, "/apis/x.test/v1/things", """{"metadata":{"name":"t"}}""")).Code.ShouldBe(HttpStatusCode.Created);
        _server.Delete("apiextensions.k8s.io", "customresourcedefinitions", null, "things.x.test");
        (await Send(HttpMethod.Get, "/apis/x.test/v1/things")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void A_pod_with_grace_lingers_until_it_is_ended()
    {
        _server.Put(Pod("p"));
        _server.Delete("", "pods", "ns", "p", gracePeriodSeconds: 5);
        _server.Find("", "pods", "ns", "p")!["metadata"]!["deletionTimestamp"].ShouldNotBeNull();
        _server.Delete("", "pods", "ns", "p", gracePeriodSeconds: 0);
        _server.Find("", "pods", "ns", "p").ShouldBeNull();
    }

    [Fact]
    public void Dependents_go_with_their_last_owner()
    {
        string Owner(string name) => _server.Put(Object($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","namespace":"ns"}}"""))["metadata"]!["uid"]!.GetValue<string>();
        var one = Owner("one");
        var two = Owner("two");
        _server.Put(Object($$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"both","namespace":"ns","ownerReferences":[{"uid":"{{{one}}}"},{"uid":"{{{two}}}"}]}}"""));
        _server.Put(Object($$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"first","namespace":"ns","ownerReferences":[{"uid":"{{{one}}}"}]}}"""));
        _server.Delete("", "configmaps", "ns", "one");
        _server.List("", "secrets").Select(s => s["metadata"]!["name"]!.GetValue<string>()).ShouldBe(["both"]);
        _server.Delete("", "configmaps", "ns", "two");
        _server.List("", "secrets").ShouldBeEmpty();
    }

    [Fact]
    public async Task Dependents_go_when_the_last_finalizer_of_their_owner_does()
    {
        var owner = _server.Put(Object("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"o","namespace":"ns","finalizers":["x/y"]}}"""));
        _server.Put(Object($$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"ns","ownerReferences":[{"uid":"{{{owner["metadata"]!["uid"]}}}"}]}}"""));
        _server.Delete("", "configmaps", "ns", "o");
        _server.List("", "secrets").Count.ShouldBe(1);
        await Send(HttpMethod.Patch, "/api/v1/namespaces/ns/configmaps/o", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        _server.List("", "secrets").ShouldBeEmpty();
        _server.Find("", "configmaps", "ns", "o").ShouldBeNull();
    }

    [Fact]
    public async Task Admission_may_refuse_as_a_quota_does_and_may_change()
    {
        _server.Admit((request, pod) =>
        {
            if (request is { Resource: "pods", Verb: "create" })
                throw new FakeStatusException(403, "Forbidden", "exceeded quota: q");
        });
        _server.Admit((_, node) => node["metadata"]!["labels"] = new JsonObject { ["seen"] = "yes" });
        var (code, body) = await Send(HttpMethod.Post, "/api/v1/namespaces/ns/pods", Pod("p").ToJsonString());
        (code, body["reason"]!.GetValue<string>(), body["message"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Forbidden, "Forbidden", "exceeded quota: q"));
        (await Send(HttpMethod.Post, "/api/v1/namespaces/ns/secrets", """{"metadata":{"name":"s"}}""")).Body["metadata"]!["labels"]!["seen"]!.GetValue<string>().ShouldBe("yes");
    }

    [Fact]
    public async Task A_strategic_patch_merges_lists_by_their_keys()
    {
        _server.Put(Pod("p"));
        var patch = """{"spec":{"containers":[{"name":"c","image":"new"},{"name":"d","image":"other"}]}}""";
        var (_, body) = await Send(HttpMethod.Patch, "/api/v1/namespaces/ns/pods/p", patch, "application/strategic-merge-patch+json");
        body["spec"]!["containers"]!.AsArray().Select(c => c!["image"]!.GetValue<string>()).ShouldBe(["new", "other"]);
        (await Send(HttpMethod.Patch, "/api/v1/namespaces/ns/pods/p", "{}", "text/plain")).Code.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Applied_containers_and_environment_merge_by_name()
    {
        await Apply("one", """{"spec":{"containers":[{"name":"c","image":"i","env":[{"name":"A","value":"1"},{"name":"B","value":"2"}]}]}}""");
        await Apply("two", """{"spec":{"containers":[{"name":"c","env":[{"name":"C","value":"3"}]},{"name":"d","image":"j"}]}}""");
        var body = await Apply("one", """{"spec":{"containers":[{"name":"c","image":"i","env":[{"name":"B","value":"2"}]}]}}""");
        var containers = body["spec"]!["containers"]!.AsArray();
        containers.Select(c => c!["name"]!.GetValue<string>()).ShouldBe(["c", "d"]);
        containers[0]!["env"]!.AsArray().Select(e => e!["name"]!.GetValue<string>()).ShouldBe(["B", "C"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_plain_write_takes_over_what_it_changes()
    {
        await Apply("one", """{"spec":{"nodeName":"a","containers":[{"name":"c","image":"i"}]}}""");
        await Send(HttpMethod.Patch, "/api/v1/namespaces/ns/pods/p?fieldManager=hand", """{"spec":{"nodeName":"b"}}""", "application/merge-patch+json");
        var (code, body) = await Send(
            HttpMethod.Patch,
            "/api/v1/namespaces/ns/pods/p?fieldManager=one",
            """{"metadata":{"name":"p"},"spec":{"nodeName":"a","containers":[{"name":"c","image":"i"}]}}""",
            "application/apply-patch+yaml");
        code.ShouldBe(HttpStatusCode.Conflict);
        body["message"]!.GetValue<string>().ShouldContain("conflict with \"hand\" using v1: .spec.nodeName");
    }

    [Fact]
    public async Task An_unknown_version_of_a_resource_is_not_found_and_an_unknown_method_not_allowed()
    {
        (await Send(HttpMethod.Get, "/apis/apps/v2/daemonsets")).Code.ShouldBe(HttpStatusCode.NotFound);
        (await Send(HttpMethod.Put, "/api/v1/namespaces/ns/pods", "{}")).Code.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await Send(HttpMethod.Post, "/api/v1/namespaces/ns/pods", "{<")).Code.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_watch_ends_at_its_time_limit()
    {
        using var response = await _http.GetAsync(new Uri("/api/v1/pods?watch=true&timeoutSeconds=300", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Stop);
        var body = response.Content.ReadAsStringAsync(Stop);
        _server.OpenWatches.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(300));
        (await body).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_watch_sees_objects_enter_and_leave_its_selector()
    {
        using var response = await _http.GetAsync(new Uri("/api/v1/pods?watch=true&labelSelector=app%3Dx", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Stop);
        _server.Put(Pod("p"));
        _server.Modify("", "pods", "ns", "p", p => p["metadata"]!["labels"] = new JsonObject { ["app"] = "x" });
        _server.Modify("", "pods", "ns", "p", p => p["metadata"]!["labels"] = new JsonObject { ["app"] = "y" });
        _server.CloseWatches();
        var lines = (await response.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(l => JsonNode.Parse(l)!["type"]!.GetValue<string>()).ShouldBe(["ADDED", "DELETED"]);
    }

    [Theory]
    [InlineData("app=x", "a")]
    [InlineData("app==x", "a")]
    [InlineData("app!=x", "b,c")]
    [InlineData("app in (x, y)", "a,b")]
    [InlineData("app notin (x)", "b,c")]
    [InlineData("app", "a,b")]
    [InlineData("!app", "c")]
    [InlineData("app in (x,y),tier=1", "b")]
    [InlineData("", "a,b,c")]
    public async Task Label_selectors_select(string selector, string expected)
    {
        void Make(string name, string labels) => _server.Put(Object($$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"{{{name}}}","namespace":"ns","labels":{{{labels}}}}}"""));
        Make("a", """{"app":"x"}""");
        Make("b", """{"app":"y","tier":"1"}""");
        Make("c", "{}");
        var (_, body) = await Send(HttpMethod.Get, $"/api/v1/secrets?labelSelector={Uri.EscapeDataString(selector)}");
        string.Join(',', body["items"]!.AsArray().Select(i => i!["metadata"]!["name"]!.GetValue<string>())).ShouldBe(expected);
    }

    private async Task<JsonNode> Apply(string manager, string json)
    {
        var body = Object(json);
        body["apiVersion"] = "v1";
        body["kind"] = "Pod";
        body["metadata"] = new JsonObject { ["name"] = "p" };
        var (code, answer) = await Send(
            HttpMethod.Patch, $"/api/v1/namespaces/ns/pods/p?fieldManager={manager}", body.ToJsonString(), "application/apply-patch+yaml");
        ((int)code).ShouldBeLessThan(300, answer.ToJsonString());
        return answer;
    }
}
