using System.Diagnostics;
using System.Net;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class TelemetryTests
{
    private static HttpResponseMessage Pod() => ScriptedHandler.Json("""{"metadata":{"name":"p"}}""");

    [Fact]
    public async Task A_request_is_a_client_span_by_the_semantic_conventions_of_http()
    {
        using var spans = new CollectedActivities("server.address", "spans.test");
        var handler = new ScriptedHandler((_, _) => Pod());
        using var client = new KubernetesClient(
            new KubernetesClientConfiguration { Host = new Uri("https://spans.test:6443") }, new KubernetesClientOptions { HandlerFactory = () => handler });
        await client.GetAsync<V1Pod>("p", "ns", TestCluster.Stop);

        var span = spans.Ended.ShouldHaveSingleItem();
        (span.DisplayName, span.Kind, span.Status).ShouldBe(("GET /api/v1/namespaces/{namespace}/pods/{name}", ActivityKind.Client, ActivityStatusCode.Unset));
        span.TagObjects.ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal).ShouldBe(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["http.request.method"] = "GET",
            ["server.address"] = "spans.test",
            ["server.port"] = 6443,
            ["url.full"] = "https://spans.test:6443/api/v1/namespaces/ns/pods/p",
            ["url.template"] = "/api/v1/namespaces/{namespace}/pods/{name}",
            ["http.response.status_code"] = 200,
            ["network.protocol.version"] = "1.1",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_refusal_is_an_error_and_a_second_attempt_is_a_second_span()
    {
        using var spans = new CollectedActivities("server.address", "again.test");
        var answers = new Queue<Func<HttpResponseMessage>>(
            [() => Busy(), () => throw new HttpRequestException("broken")]);
        var handler = new ScriptedHandler((_, _) => answers.Dequeue()());
        using var client = new KubernetesClient(
            new KubernetesClientConfiguration { Host = new Uri("https://again.test") }, new KubernetesClientOptions { HandlerFactory = () => handler });
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync<V1Pod>("p", "ns", TestCluster.Stop));

        spans.Ended.Select(s => (s.Status, s.GetTagItem("error.type"), s.GetTagItem("http.request.resend_count"))).ShouldBe(
        [
            (ActivityStatusCode.Error, "429", null),
            (ActivityStatusCode.Error, "System.Net.Http.HttpRequestException", 1),
        ]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_trace_context_is_sent_only_when_that_is_asked_for(bool asked)
    {
        await using var cluster = await TestCluster.StartAsync();
        using var spans = new CollectedActivities("server.port", "none");
        using var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();
        var client = cluster.Connect(configure: o => o with { PropagateTraceContext = asked });
        await client.GetAsync<V1Pod>("p", "ns", TestCluster.Stop);
        var headers = cluster.Server.Requests.ShouldHaveSingleItem().Headers;
        headers.ContainsKey("traceparent").ShouldBe(asked);
        if (asked)
            headers["traceparent"].ShouldContain(caller.TraceId.ToHexString());
    }

    [Fact]
    public async Task Attempts_are_counted_and_timed_and_retries_counted_apart()
    {
        using var metering = new Metering();
        using var metrics = new KubernetesClientMetrics(metering.Factory);
        var answers = new Queue<HttpResponseMessage>([Busy(), Pod()]);
        using var client = Scripted.Client(new ScriptedHandler((_, _) => answers.Dequeue()), metrics: metrics);
        await client.GetAsync<V1Pod>("p", "ns", TestCluster.Stop);

        metering["rest_client_requests_total{code=429,method=GET,host=api.test:6443}"].ShouldBe(1);
        metering["rest_client_requests_total{code=200,method=GET,host=api.test:6443}"].ShouldBe(1);
        metering["rest_client_request_retries_total{code=429,verb=GET,host=api.test:6443}"].ShouldBe(1);
        metering["rest_client_request_duration_seconds{verb=GET,host=api.test:6443}"].ShouldBe(2);
    }

    [Fact]
    public async Task What_the_server_warns_of_is_logged_once()
    {
        var logger = new CollectingLogger();
        using var factory = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Debug).AddProvider(logger));
        var handler = new ScriptedHandler((_, _) =>
        {
            var answer = Pod();
            answer.Headers.TryAddWithoutValidation("Warning", "299 - \"policy/v1beta1 is deprecated; use \\\"policy/v1\\\"\"");
            answer.Headers.TryAddWithoutValidation("Warning", "299 - \"unknown field \\\"spec.x\\\"\"");
            return answer;
        });
        using var client = Scripted.Client(handler, logger: factory.CreateLogger<KubernetesClient>());
        await client.GetAsync<V1Pod>("p", "ns", TestCluster.Stop);
        await client.GetAsync<V1Pod>("p", "ns", TestCluster.Stop);
        logger.Lines.Where(l => l.Level == LogLevel.Warning).Select(l => l.Text).ShouldBe(
        [
            "The API server warns about GET /api/v1/namespaces/ns/pods/p: policy/v1beta1 is deprecated; use \"policy/v1\"",
            "The API server warns about GET /api/v1/namespaces/ns/pods/p: unknown field \"spec.x\"",
        ]);
        logger.Lines.Count(l => l.Level == LogLevel.Debug && l.Text.StartsWith("GET /api/v1/namespaces/ns/pods/p was answered with 200", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData("/api/v1/nodes", "/api/v1/nodes")]
    [InlineData("/api/v1/nodes/n1?x=/y", "/api/v1/nodes/{name}")]
    [InlineData("/api/v1/nodes/n1/status", "/api/v1/nodes/{name}/status")]
    [InlineData("/api/v1/namespaces", "/api/v1/namespaces")]
    [InlineData("/api/v1/namespaces/kube-system", "/api/v1/namespaces/{name}")]
    [InlineData("/api/v1/namespaces/kube-system/finalize", "/api/v1/namespaces/{name}/finalize")]
    [InlineData("/api/v1/namespaces/ns/pods", "/api/v1/namespaces/{namespace}/pods")]
    [InlineData("/apis/apps/v1/namespaces/ns/deployments/d/scale", "/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale")]
    [InlineData("/apis/kvfleet.test/v1/samples?watch=true", "/apis/kvfleet.test/v1/samples")]
    [InlineData("/apis/apps/v1", "/apis/apps/v1")]
    [InlineData("/version", "/version")]
    public void Requests_of_one_kind_share_a_template(string path, string template) => UrlTemplate.Of(path).ShouldBe(template);

    private static HttpResponseMessage Busy()
    {
        var answer = ScriptedHandler.Refuse(429, "TooManyRequests");
        answer.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.Zero);
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        return answer;
    }
}
