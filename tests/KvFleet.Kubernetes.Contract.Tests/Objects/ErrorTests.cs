using System.Net;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;

namespace KvFleet.Kubernetes.Contract.Tests.Objects;

/// <summary>Refusals are told apart by their reason.</summary>
public sealed class ErrorTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer]
    public async Task Each_refusal_has_its_reason(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.CreateAsync(server.Widget("a"), Stop);
        (await RefusedAsync(() => server.Client.CreateAsync(server.Widget("a"), Stop))).Reason.ShouldBe("AlreadyExists");
        (await RefusedAsync(() => server.Client.UpdateStatusAsync(server.Widget("none"), Stop))).Reason.ShouldBe("NotFound");
        (await RefusedAsync(() => server.Client.Raw.SendAsync(HttpMethod.Get, "/apis/contract.kvfleet.test/v1/nonsense", cancellationToken: Stop))).Reason.ShouldBe("NotFound");
    }

    [Theory, EveryServer]
    public async Task A_body_that_is_no_object_is_a_bad_request(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var path = $"/apis/contract.kvfleet.test/v1/namespaces/{server.Namespace}/widgets";
        var elsewhere = new JsonObject { ["apiVersion"] = "contract.kvfleet.test/v1", ["kind"] = "Widget", ["metadata"] = new JsonObject { ["name"] = "a", ["namespace"] = "elsewhere" } };
        (await RefusedAsync(() => server.Client.Raw.SendAsync(HttpMethod.Post, path, elsewhere, cancellationToken: Stop))).Reason.ShouldBe("BadRequest");
        var versioned = server.Widget("a");
        versioned.Metadata.ResourceVersion = "1";
        // A built-in kind is refused as a bad request, a custom one as well.
        (await RefusedAsync(() => server.Client.CreateAsync(versioned, Stop))).StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.InternalServerError);
    }

    [Theory, EveryServer]
    public async Task An_object_without_a_name_is_invalid(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var path = $"/apis/contract.kvfleet.test/v1/namespaces/{server.Namespace}/widgets";
        var nameless = new JsonObject { ["apiVersion"] = "contract.kvfleet.test/v1", ["kind"] = "Widget", ["metadata"] = new JsonObject() };
        (await RefusedAsync(() => server.Client.Raw.SendAsync(HttpMethod.Post, path, nameless, cancellationToken: Stop))).IsInvalid.ShouldBeTrue();
    }

    [Theory, EveryServer]
    public async Task A_value_that_the_schema_refuses_is_invalid_and_says_where(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var refused = await RefusedAsync(() => server.Client.CreateAsync(server.Widget("a", -1), Stop));
        refused.IsInvalid.ShouldBeTrue();
        refused.Status.Details!.Causes!.ShouldContain(c => c.Field == "spec.size");
    }

    [Theory, EveryServer]
    public async Task A_patch_of_an_unknown_type_is_unsupported(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.CreateAsync(server.Widget("a"), Stop);
        var path = $"/apis/contract.kvfleet.test/v1/namespaces/{server.Namespace}/widgets/a";
        var refused = await RefusedAsync(() => server.Client.Raw.SendAsync(HttpMethod.Patch, path, new JsonObject(), "application/strategic-merge-patch+json", Stop));
        (refused.StatusCode, refused.Reason).ShouldBe((HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType"));
    }

    [Theory, EveryServer]
    public async Task A_trial_answers_like_the_real_thing_and_leaves_nothing(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var path = $"/apis/contract.kvfleet.test/v1/namespaces/{server.Namespace}/widgets";
        var body = new JsonObject { ["apiVersion"] = "contract.kvfleet.test/v1", ["kind"] = "Widget", ["metadata"] = new JsonObject { ["name"] = "a" }, ["spec"] = new JsonObject { ["size"] = 2 } };
        var tried = (await server.Client.Raw.SendAsync(HttpMethod.Post, path + "?dryRun=All", body.DeepClone(), cancellationToken: Stop))!;
        tried["metadata"]!["uid"]!.GetValue<string>().ShouldNotBeEmpty();
        (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop)).ShouldBeNull();

        var stored = await server.Client.CreateAsync(server.Widget("a", 1), Stop);
        body["spec"]!["size"] = 3;
        (await server.Client.Raw.SendAsync(HttpMethod.Patch, path + "/a?dryRun=All", body, "application/merge-patch+json", Stop))!["spec"]!["size"]!.GetValue<int>().ShouldBe(3);
        (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop))!.ResourceVersion().ShouldBe(stored.ResourceVersion());
        await server.Client.DeleteAsync(stored, new() { DryRun = ["All"] }, Stop);
        (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop)).ShouldNotBeNull();
    }
}
