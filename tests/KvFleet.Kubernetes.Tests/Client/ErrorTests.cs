using System.Net;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class ErrorTests
{
    [Fact]
    public async Task Reason_causes_and_message_come_from_the_status()
    {
        var error = await Fail(HttpStatusCode.UnprocessableEntity, """
            {"kind":"Status","status":"Failure","message":"Sample \"a\" is invalid","reason":"Invalid","code":422,
             "details":{"name":"a","group":"kvfleet.test","kind":"Sample","causes":[{"reason":"FieldValueInvalid","message":"no","field":"spec.size"}]}}
            """);
        error.IsInvalid.ShouldBeTrue();
        error.Status.Details!.Causes!.ShouldHaveSingleItem().Field.ShouldBe("spec.size");
        error.Message.ShouldBe("GET /api/v1/namespaces/ns/pods/a: 422 Invalid: Sample \"a\" is invalid");
    }

    [Theory]
    [InlineData(401, StatusReasons.Unauthorized)]
    [InlineData(403, StatusReasons.Forbidden)]
    [InlineData(409, StatusReasons.Conflict)]
    [InlineData(410, StatusReasons.Gone)]
    [InlineData(502, StatusReasons.InternalError)]
    [InlineData(503, StatusReasons.ServiceUnavailable)]
    public async Task A_proxy_that_answers_with_a_page_still_gives_a_reason(int code, string reason)
    {
        var error = await Fail((HttpStatusCode)code, "<html>upstream is sad</html>", "text/html");
        error.Reason.ShouldBe(reason);
        error.Message.ShouldContain("upstream is sad");
    }

    [Fact]
    public async Task A_creation_that_meets_another_object_already_exists_even_when_only_the_code_says_so()
    {
        using var client = Scripted.Client(new ScriptedHandler((_, _) => ScriptedHandler.Json("{}", HttpStatusCode.Conflict)));
        var create = () => client.CreateAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "c", NamespaceProperty = "ns" } }, TestCluster.Stop);
        (await Should.ThrowAsync<KubernetesApiException>(create)).IsAlreadyExists.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"code":410}""")]
    [InlineData("""{"code":410,"reason":"Expired"}""")]
    [InlineData("""{"code":410,"reason":"Gone"}""")]
    [InlineData("""{"code":410,"reason":""}""")]
    public async Task An_error_event_of_a_watch_is_expired_whichever_way_it_says_so(string status)
    {
        using var client = Scripted.Client(new ScriptedHandler((_, _) => ScriptedHandler.Json($$"""{"type":"ERROR","object":{{status}}}""" + "\n")));
        await using var watch = client.WatchAsync<V1Pod>(cancellationToken: TestCluster.Stop).GetAsyncEnumerator(TestCluster.Stop);
        (await Should.ThrowAsync<KubernetesApiException>(() => watch.MoveNextAsync().AsTask())).IsExpired.ShouldBeTrue();
    }

    [Fact]
    public async Task Half_a_status_is_no_crash() => (await Fail(HttpStatusCode.InternalServerError, "{\"kind\":\"Sta")).Reason.ShouldBe(StatusReasons.InternalError);

    [Fact]
    public async Task A_wait_in_the_details_counts_when_there_is_no_header()
    {
        var error = await Fail(HttpStatusCode.GatewayTimeout, """{"reason":"Timeout","details":{"retryAfterSeconds":3}}""");
        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
    }

    private static async Task<KubernetesApiException> Fail(HttpStatusCode code, string body, string mediaType = "application/json")
    {
        using var client = new KubernetesClient(
            new KubernetesClientConfiguration { Host = new Uri("http://localhost:1") },
            new KubernetesClientOptions { HandlerFactory = () => new StubHandler(body, code, mediaType) });
        return await Should.ThrowAsync<KubernetesApiException>(() => client.GetAsync<V1Pod>("a", "ns", TestCluster.Stop));
    }
}
