using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Conditions;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Contract.Tests.Objects;

/// <summary>Two who write the same object.</summary>
public sealed class ConflictTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer]
    public async Task Stale_writes_are_conflicts(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var stale = await server.Client.CreateAsync(server.Widget("a"), Stop);
        var fresh = (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop))!;
        fresh.Spec.Size = 2;
        await server.Client.UpdateAsync(fresh, Stop);
        stale.Spec.Size = 3;
        (await RefusedAsync(() => server.Client.UpdateAsync(stale, Stop))).IsConflict.ShouldBeTrue();
        (await RefusedAsync(() => server.Client.UpdateStatusAsync(stale, Stop))).IsConflict.ShouldBeTrue();
    }

    [Theory, EveryServer]
    public async Task A_deletion_may_insist_on_version_and_incarnation(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var stale = await server.Client.CreateAsync(server.Widget("a"), Stop);
        var changed = await server.Client.ApplyAsync(server.Widget("a", 2), "one", cancellationToken: Stop);
        var precondition = new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = stale.Uid(), ResourceVersion = stale.ResourceVersion() } };
        (await RefusedAsync(() => server.Client.DeleteAsync(stale, precondition, Stop))).IsConflict.ShouldBeTrue();
        precondition.Preconditions.ResourceVersion = changed.ResourceVersion();
        (await server.Client.DeleteAsync(stale, precondition, Stop)).ShouldBeTrue();
    }

    [Theory, EveryServer]
    public async Task Another_incarnation_is_not_deleted(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var old = await server.Client.CreateAsync(server.Widget("a"), Stop);
        await server.Client.DeleteAsync(old, cancellationToken: Stop);
        await server.Client.CreateAsync(server.Widget("a"), Stop);
        (await RefusedAsync(() => server.Client.DeleteAsync(old, cancellationToken: Stop))).IsConflict.ShouldBeTrue();
    }

    [Theory, EveryServer]
    public async Task A_status_transaction_is_applied_to_what_others_left(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var options = new KubernetesClientOptions { Json = KubernetesJson.CreateOptions(WidgetJsonContext.Default) };
        var writer = new StatusWriter(server.Client, options, TimeProvider.System);
        var stale = await server.Client.CreateAsync(server.Widget("a"), Stop);
        await server.Client.ApplyAsync(server.Widget("a", 7), "other", cancellationToken: Stop);

        var written = (await writer.UpdateAsync(stale, w => w.Status.Observed = 5, Stop)).ShouldNotBeNull();
        (written.Spec.Size, written.Status.Observed).ShouldBe((7, 5));
        (await writer.UpdateAsync(written, w => w.Status.Observed = 5, Stop))!.ResourceVersion().ShouldBe(written.ResourceVersion());
        await server.Client.DeleteAsync(written, cancellationToken: Stop);
        await server.Client.CreateAsync(server.Widget("a"), Stop);
        (await writer.UpdateAsync(written, w => w.Status.Observed = 6, Stop)).ShouldBeNull();
    }

    [Theory, EveryServer]
    public async Task A_change_is_applied_to_what_others_left_and_written_only_when_it_differs(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var stale = await server.Client.CreateAsync(server.Widget("a", 1, "red"), Stop);
        await server.Client.ApplyAsync(server.Widget("a", 7, "red"), "other", cancellationToken: Stop);
        var written = (await Writer(server).UpdateAsync(stale, w => w.Spec.Size++, Stop)).ShouldNotBeNull();
        (written.Spec.Size, written.Spec.Color, written.Metadata.Generation).ShouldBe((8, "red", 3L));
        (await Writer(server).UpdateAsync(written, w => w.Spec.Size = 8, Stop))!.ResourceVersion().ShouldBe(written.ResourceVersion());
        written = (await Writer(server).UpdateAsync(written, w => w.Spec.Color = null, Stop)).ShouldNotBeNull();
        (written.Spec.Size, written.Spec.Color).ShouldBe((8, null));
    }

    [Theory, EveryServer]
    public async Task A_change_of_what_was_made_anew_is_not_made(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var old = await server.Client.CreateAsync(server.Widget("a"), Stop);
        await server.Client.DeleteAsync(old, cancellationToken: Stop);
        (await Writer(server).UpdateAsync(old, w => w.Spec.Size = 9, Stop)).ShouldBeNull();
        await server.Client.CreateAsync(server.Widget("a"), Stop);
        (await Writer(server).UpdateAsync(old, w => w.Spec.Size = 9, Stop)).ShouldBeNull();
        (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop))!.Spec.Size.ShouldBe(1);
    }

    [Theory, EveryServer]
    public async Task Of_many_who_count_at_once_each_counts(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var widget = await server.Client.CreateAsync(server.Widget("a", 0), Stop);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Writer(server).UpdateAsync(widget, w => w.Spec.Size++, Stop)));
        (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop))!.Spec.Size.ShouldBe(4);
    }

    [Theory, EveryServer]
    public async Task Writers_that_meet_lose_nothing(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var options = new KubernetesClientOptions { Json = KubernetesJson.CreateOptions(WidgetJsonContext.Default) };
        var writer = new StatusWriter(server.Client, options, TimeProvider.System);
        var widget = await server.Client.CreateAsync(server.Widget("a"), Stop);
        string[] types = ["One", "Two", "Three"];
        await Task.WhenAll(types.Select(type => writer.UpdateAsync(
            widget,
            w => (w.Status.Conditions ??= []).Set(type, ConditionStatus.True, "Because", "said so", 1, TimeProvider.System.GetUtcNow()),
            Stop)));
        (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop))!.Status.Conditions!.Select(c => c.Type).ShouldBe(types, ignoreOrder: true);
    }

    private static ObjectWriter Writer(ContractServer server) =>
        new(server.Client, new KubernetesClientOptions { Json = KubernetesJson.CreateOptions(WidgetJsonContext.Default) }, TimeProvider.System);
}
