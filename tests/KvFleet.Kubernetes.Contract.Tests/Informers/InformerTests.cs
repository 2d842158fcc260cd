using KvFleet.Kubernetes.Contract.Tests.Model;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Informers;

namespace KvFleet.Kubernetes.Contract.Tests.Informers;

/// <summary>What an informer holds and tells is what the server has.</summary>
public sealed class InformerTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryServer]
    public async Task An_informer_lists_in_pages_and_then_follows(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        for (var i = 0; i < 5; i++)
            await server.Client.CreateAsync(server.Widget($"w{i}"), Stop);
        await using var informer = await StartAsync(server, new InformerOptions<Widget> { Namespace = server.Namespace, PageSize = 2 });
        informer.Store.Count.ShouldBe(5);
        await server.Client.CreateAsync(server.Widget("new"), Stop);
        await server.Client.ApplyAsync(server.Widget("w0", 9), "one", cancellationToken: Stop);
        await server.Client.DeleteAsync<Widget>("w1", server.Namespace, cancellationToken: Stop);
        await EventuallyAsync(() => informer.Store.Get("new", server.Namespace) is not null && informer.Store.Count == 5, "the store follows");
        informer.Store.Get("w0", server.Namespace)!.Spec.Size.ShouldBe(9);
        informer.Settle();
        informer.Handler.Heard.Select(h => h.Kind).ShouldBe(
            [.. Enumerable.Repeat(HeardKind.Added, 6), HeardKind.Updated, HeardKind.Deleted], ignoreOrder: true);
    }

    [Theory, EveryServer]
    public async Task Indices_follow_what_objects_say(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var options = new InformerOptions<Widget>
        {
            Namespace = server.Namespace,
            Indices = new Dictionary<string, Func<Widget, IEnumerable<string>>> { ["color"] = w => w.Spec.Color is { } c ? [c] : [] },
        };
        await server.Client.CreateAsync(server.Widget("a", 1, "red"), Stop);
        await using var informer = await StartAsync(server, options);
        string Red() => "red:" + string.Join(' ', informer.Store.ByIndex("color", "red").Select(w => w.Name()));
        Red().ShouldBe("red:a");
        await server.Client.CreateAsync(server.Widget("b", 1, "red"), Stop);
        await EventuallyAsync(() => Red() == "red:a b", "b is filed");
        await server.Client.ApplyAsync(server.Widget("a", 1, "blue"), "one", cancellationToken: Stop);
        await EventuallyAsync(() => Red() == "red:b", "a is filed elsewhere");
        await server.Client.DeleteAsync<Widget>("b", server.Namespace, cancellationToken: Stop);
        await EventuallyAsync(() => Red() == "red:", "b is gone");
    }

    [Theory, EveryServer]
    public async Task What_leaves_the_selector_is_deleted_for_the_informer(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var widget = server.Widget("a");
        widget.SetLabel("in", "yes");
        await server.Client.ApplyAsync(widget, "one", cancellationToken: Stop);
        await server.Client.ApplyAsync(server.Widget("outside"), "one", cancellationToken: Stop);
        await using var informer = await StartAsync(server, new InformerOptions<Widget> { Namespace = server.Namespace, LabelSelector = "in=yes" });
        informer.Store.Count.ShouldBe(1);
        await server.Client.ApplyAsync(server.Widget("a"), "one", cancellationToken: Stop);
        await EventuallyAsync(() => informer.Store.Count == 0, "a has left");
        informer.Settle();
        informer.Handler.Heard.Select(h => h.Kind).ShouldBe([HeardKind.Added, HeardKind.Deleted]);
    }

    [Theory, EveryServer(Obedient = true)]
    public async Task A_server_that_forgot_and_changed_meanwhile_is_listed_again(ServerKind kind)
    {
        var server = await OpenOwnAsync(kind);
        foreach (var name in (string[])["changed", "deleted", "replaced", "same"])
            await server.Client.CreateAsync(server.Widget(name), Stop);
        var replaced = await server.Client.GetAsync<Widget>("replaced", server.Namespace, Stop);
        await using var informer = await StartAsync(server, new InformerOptions<Widget> { Namespace = server.Namespace });
        // The fake only cuts the watches, so that the changes fall into the gap; the real server is gone and back.
        using (server.Fake?.Inject(r => r is { Verb: "watch" or "list" }, FakeOutage))
        {
            server.Fake?.CloseWatches();
            await server.Client.ApplyAsync(server.Widget("changed", 2), "one", cancellationToken: Stop);
            await server.Client.DeleteAsync<Widget>("deleted", server.Namespace, cancellationToken: Stop);
            await server.Client.DeleteAsync<Widget>("replaced", server.Namespace, cancellationToken: Stop);
            await server.Client.CreateAsync(server.Widget("replaced", 3), Stop);
            await server.ForgetHistoryAsync(Stop);
        }

        await EventuallyAsync(() => informer.Store.Count == 3 && informer.Store.Get("replaced", server.Namespace)!.Spec.Size == 3, "the store is right again");
        await AgreesAsync(server, informer);
        informer.Settle();
        informer.Handler.Heard.ShouldContain(h => h.Kind == HeardKind.Deleted && h.Entity.Name() == "deleted");
        informer.Handler.Heard.ShouldContain(h => h.Kind == HeardKind.Deleted && h.Entity.Uid() == replaced!.Uid());
        informer.Handler.Heard.ShouldNotContain(h => h.Kind != HeardKind.Added && h.Entity.Name() == "same");
    }

    [Theory]
    [InlineData(ServerKind.Fake)]
    [InlineData(ServerKind.FakeNewest)]
    public async Task A_storm_of_410_leaves_the_store_equal_to_the_server(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        await using var fast = new FastTime(seed: 1);
        using var client = server.Connect(fast.Provider);
        await using var informer = await RunningInformer.StartAsync(client, new InformerOptions<Widget> { Namespace = server.Namespace }, Stop, fast.Provider);
        for (var round = 0; round < 60; round++)
        {
            // In turn as an event, as the status of a watch, and as the status of a list or of its stream.
            using var storm = round % 3 == 0
                ? null
                : server.Fake!.Inject(r => r.Resource == "widgets" && r.Verb == (round % 3 == 1 || r.IsStreamedList ? "watch" : "list"), Testing.FakeFault.Status(410, "Expired"));
            server.Fake!.FailWatches(new Testing.FakeStatusException(410, "Expired", "too old resource version"));
            await server.Client.ApplyAsync(server.Widget($"w{round % 7}", round), "one", cancellationToken: Stop);
            await server.Client.DeleteAsync<Widget>($"w{round * 3 % 7}", server.Namespace, cancellationToken: Stop);
            server.Fake.Compact();
            await Task.Delay(TimeSpan.FromMilliseconds(round % 5), TimeProvider.System, Stop);
        }

        var listed = await server.Client.ListAsync<Widget>(server.Namespace, cancellationToken: Stop);
        await EventuallyAsync(() => informer.Content.SequenceEqual(listed.Select(w => (w.Name(), w.ResourceVersion())).Order()), "the store is equal to the server");
        informer.Settle();
        History.Check(informer.Handler.Heard).Keys.ShouldBe(listed.Select(w => w.Name()).Order(StringComparer.Ordinal));
    }

    private static Testing.FakeFault FakeOutage => Testing.FakeFault.Status(503, "ServiceUnavailable");

    private static Task<RunningInformer> StartAsync(ContractServer server, InformerOptions<Widget> options) => RunningInformer.StartAsync(server.Client, options, Stop);

    private static async Task AgreesAsync(ContractServer server, RunningInformer informer)
    {
        var listed = await server.Client.ListAsync<Widget>(server.Namespace, cancellationToken: Stop);
        informer.Content.ShouldBe(listed.Select(w => (w.Name(), w.ResourceVersion())).Order());
    }
}
