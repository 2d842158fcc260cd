using System.Globalization;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;

namespace KvFleet.Kubernetes.Contract.Tests.Watches;

/// <summary>Watches: what they tell, in which order, and how they end.</summary>
public sealed class WatchTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer]
    public async Task A_watch_tells_of_changes_after_a_version(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.CreateAsync(server.Widget("before"), Stop);
        var from = await VersionAsync(server);
        await server.Client.CreateAsync(server.Widget("a", 1), Stop);
        await server.Client.ApplyAsync(server.Widget("a", 2), "one", cancellationToken: Stop);
        await server.Client.DeleteAsync<Widget>("a", server.Namespace, cancellationToken: Stop);
        var seen = await WatchAsync(server, new WatchRequest { ResourceVersion = from }, until: WatchEventType.Deleted);
        seen.Select(e => (e.Type, e.Entity.Spec.Size)).ShouldBe([(WatchEventType.Added, 1), (WatchEventType.Modified, 2), (WatchEventType.Deleted, 2)]);
        seen.Select(e => e.Entity.ResourceVersion()).Distinct().Count().ShouldBe(3);
    }

    [Theory, EveryServer]
    public async Task A_watch_without_a_version_begins_with_what_there_is(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.CreateAsync(server.Widget("a"), Stop);
        await server.Client.CreateAsync(server.Widget("b"), Stop);
        var seen = await WatchAsync(server, new WatchRequest(), count: 2);
        seen.Select(e => e.Entity.Name()).Order().ShouldBe(["a", "b"]);
        seen.ShouldAllBe(e => e.Type == WatchEventType.Added);
    }

    [Theory, EveryServer]
    public async Task Out_of_the_selector_is_deleted_and_back_is_added(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var from = await VersionAsync(server);
        var widget = server.Widget("a");
        widget.SetLabel("in", "yes");
        await server.Client.ApplyAsync(widget, "one", cancellationToken: Stop);
        widget = server.Widget("a", 2);
        await server.Client.ApplyAsync(widget, "one", cancellationToken: Stop);
        await server.Client.ApplyAsync(server.Widget("a", 3), "one", cancellationToken: Stop);
        widget = server.Widget("a", 4);
        widget.SetLabel("in", "yes");
        await server.Client.ApplyAsync(widget, "one", cancellationToken: Stop);
        var seen = await WatchAsync(server, new WatchRequest { ResourceVersion = from, LabelSelector = "in=yes" }, count: 3);
        // What has left the selector is shown as it last matched, under the version of the change that took it out.
        seen.Select(e => (e.Type, e.Entity.Spec.Size)).ShouldBe([(WatchEventType.Added, 1), (WatchEventType.Deleted, 1), (WatchEventType.Added, 4)]);
        seen[1].Entity.ResourceVersion().ShouldNotBe(seen[0].Entity.ResourceVersion());
    }

    [Theory, EveryServer]
    public async Task What_finalizers_held_is_told_as_one_change_and_one_deletion(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var from = await VersionAsync(server);
        var widget = server.Widget("a");
        widget.AddFinalizer("kvfleet.test/hold");
        widget = await server.Client.CreateAsync(widget, Stop);
        await server.Client.DeleteAsync(widget, cancellationToken: Stop);
        widget = (await server.Client.GetAsync<Widget>("a", server.Namespace, Stop))!;
        widget.RemoveFinalizer("kvfleet.test/hold");
        await server.Client.UpdateAsync(widget, Stop);
        var seen = await WatchAsync(server, new WatchRequest { ResourceVersion = from }, until: WatchEventType.Deleted);
        seen.Select(e => (e.Type, e.Entity.IsDeleting(), e.Entity.Metadata.Finalizers?.Count)).ShouldBe(
            [(WatchEventType.Added, false, 1), (WatchEventType.Modified, true, 1), (WatchEventType.Deleted, true, 1)]);
    }

    [Theory, EveryServer]
    public async Task A_watch_ends_in_peace_at_its_time_limit(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.CreateAsync(server.Widget("a"), Stop);
        var seen = new List<WatchEventType>();
        var request = new WatchRequest { Namespace = server.Namespace, Timeout = TimeSpan.FromSeconds(2) };
        await foreach (var (type, _) in server.Client.WatchAsync<Widget>(request, Stop))
            seen.Add(type);
        seen.ShouldContain(WatchEventType.Added);
    }

    [Theory, EveryServer]
    public async Task A_watch_from_before_all_memory_is_expired(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await server.Client.CreateAsync(server.Widget("a"), Stop);
        (await RefusedAsync(() => WatchAsync(server, new WatchRequest { ResourceVersion = "1" }, count: 1))).IsExpired.ShouldBeTrue();
    }

    [Theory, EveryServer(Obedient = true)]
    public async Task A_watch_from_what_was_forgotten_is_expired_and_from_now_on_it_is_not(ServerKind kind)
    {
        var server = await OpenOwnAsync(kind);
        var from = await VersionAsync(server);
        await server.Client.CreateAsync(server.Widget("a"), Stop);
        await server.Client.CreateAsync(server.Widget("b"), Stop);
        await server.ForgetHistoryAsync(Stop);
        (await RefusedAsync(() => WatchAsync(server, new WatchRequest { ResourceVersion = from }, count: 1))).IsExpired.ShouldBeTrue();
        from = await VersionAsync(server);
        await server.Client.CreateAsync(server.Widget("c"), Stop);
        (await WatchAsync(server, new WatchRequest { ResourceVersion = from }, count: 1)).Single().Entity.Name().ShouldBe("c");
    }

    [Theory, EveryServer]
    public async Task Bookmarks_tell_of_progress_that_the_selector_hides(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        // Real servers send them once a minute and two seconds before the time limit of the watch, and only when something has happened since the watch began.
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new WatchRequest
        {
            Namespace = server.Namespace,
            ResourceVersion = await VersionAsync(server),
            LabelSelector = "in=yes",
            Timeout = TimeSpan.FromSeconds(8),
            OnOpened = () => opened.TrySetResult(),
        };
        var watching = CollectAsync(server, request);
        await opened.Task;
        var hidden = await server.Client.CreateAsync(server.Widget("hidden"), Stop);
        server.Fake?.SendBookmarks();
        var seen = await watching;
        seen.ShouldNotBeEmpty();
        seen.ShouldAllBe(e => e.Type == WatchEventType.Bookmark);
        long.Parse(seen[^1].Entity.ResourceVersion(), CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(long.Parse(hidden.ResourceVersion(), CultureInfo.InvariantCulture));
    }

    private static async Task<List<(WatchEventType Type, Widget Entity)>> CollectAsync(ContractServer server, WatchRequest request)
    {
        var seen = new List<(WatchEventType, Widget)>();
        await foreach (var change in server.Client.WatchAsync<Widget>(request, Stop))
            seen.Add(change);
        return seen;
    }

    private static async Task<string> VersionAsync(ContractServer server) =>
        (await server.Client.ListPageAsync<Widget>(new ListRequest { Namespace = server.Namespace }, Stop)).Metadata.ResourceVersion!;

    private static async Task<List<(WatchEventType Type, Widget Entity)>> WatchAsync(
        ContractServer server, WatchRequest request, int count = int.MaxValue, WatchEventType? until = null)
    {
        var seen = new List<(WatchEventType, Widget)>();
        await foreach (var (type, entity) in server.Client.WatchAsync<Widget>(request with { Namespace = server.Namespace, Timeout = TimeSpan.FromMinutes(5) }, Stop))
        {
            if (type != WatchEventType.Bookmark)
                seen.Add((type, entity));
            if (seen.Count == count || type == until)
                break;
        }

        return seen;
    }
}
