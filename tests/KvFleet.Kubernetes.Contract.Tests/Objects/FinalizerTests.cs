using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;

namespace KvFleet.Kubernetes.Contract.Tests.Objects;

/// <summary>Finalizers hold what is deleted until the last of them is gone.</summary>
public sealed class FinalizerTests(ServerPool pool) : ContractTest(pool)
{
    private const string First = "kvfleet.test/first";
    private const string Second = "kvfleet.test/second";

    [Theory, EveryServer]
    public async Task A_deleted_object_lingers_until_its_last_finalizer_goes(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await CreateAsync(server);
        await server.Client.DeleteAsync<Widget>("a", server.Namespace, cancellationToken: Stop);
        var lingering = (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop)).ShouldNotBeNull();
        lingering.IsDeleting().ShouldBeTrue();
        (await PatchFinalizersAsync(server, Second)).Metadata.Finalizers.ShouldBe([Second]);
        await PatchFinalizersAsync(server);
        (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop)).ShouldBeNull();
    }

    [Theory, EveryServer]
    public async Task Deleting_twice_changes_nothing_more(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await CreateAsync(server);
        await server.Client.DeleteAsync<Widget>("a", server.Namespace, cancellationToken: Stop);
        var first = (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop))!;
        (await server.Client.DeleteAsync<Widget>("a", server.Namespace, cancellationToken: Stop)).ShouldBeTrue();
        var second = (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop))!;
        (second.ResourceVersion(), second.Metadata.DeletionTimestamp).ShouldBe((first.ResourceVersion(), first.Metadata.DeletionTimestamp));
    }

    [Theory, EveryServer]
    public async Task What_is_being_deleted_takes_no_new_finalizers(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await CreateAsync(server);
        await server.Client.DeleteAsync<Widget>("a", server.Namespace, cancellationToken: Stop);
        (await RefusedAsync(() => PatchFinalizersAsync(server, First, Second, "kvfleet.test/third"))).IsInvalid.ShouldBeTrue();
    }

    [Theory, EveryServer]
    public async Task What_is_being_deleted_may_still_change(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var widget = await CreateAsync(server);
        await server.Client.DeleteAsync(widget, cancellationToken: Stop);
        var lingering = (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop))!;
        lingering.Metadata.Generation.ShouldBe(2);
        lingering.Status.Observed = 3;
        (await server.Client.UpdateStatusAsync(lingering, Stop)).Status.Observed.ShouldBe(3);
    }

    private static Task<Widget> CreateAsync(ContractServer server)
    {
        var widget = server.Widget("a");
        widget.AddFinalizer(First);
        widget.AddFinalizer(Second);
        return server.Client.CreateAsync(widget, Stop);
    }

    private static Task<Widget> PatchFinalizersAsync(ContractServer server, params string[] finalizers) => server.Client.PatchAsync<Widget>(
        "a",
        server.Namespace,
        KubernetesPatch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray([.. finalizers.Select(f => JsonValue.Create(f))]) } }),
        cancellationToken: Stop);
}
