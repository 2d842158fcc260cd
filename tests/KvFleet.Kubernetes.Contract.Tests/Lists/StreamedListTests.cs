using System.Globalization;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Contract.Tests.Informers;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Informers;

namespace KvFleet.Kubernetes.Contract.Tests.Lists;

/// <summary>Lists that are streamed by a watch (<c>sendInitialEvents</c>): servers do it, or refuse; none may ignore it in silence.</summary>
public sealed class StreamedListTests(ServerPool pool) : ContractTest(pool)
{
    [Theory, EveryVersion]
    public async Task A_streamed_list_is_whole_at_its_bookmark_or_refused_as_invalid(ServerKind kind, string version)
    {
        var server = await OpenAsync(kind, version);
        await server.Client.CreateAsync(server.Widget("a"), Stop);
        var last = await server.Client.CreateAsync(server.Widget("b"), Stop);
        if (await StreamAsync(server, new WatchRequest { ResourceVersion = last.ResourceVersion() }) is not { } list)
            return;

        list.Names.ShouldBe(["a", "b"]);
        list.Version.ShouldBeGreaterThanOrEqualTo(Number(last.ResourceVersion()));
    }

    [Theory, EveryVersion]
    public async Task Selectors_narrow_a_streamed_list_and_changes_follow_it(ServerKind kind, string version)
    {
        var server = await OpenAsync(kind, version);
        await server.Client.CreateAsync(server.Widget("outside"), Stop);
        var inside = server.Widget("inside");
        inside.SetLabel("in", "yes");
        await server.Client.CreateAsync(inside, Stop);
        var list = await StreamAsync(server, new WatchRequest { LabelSelector = "in=yes" }, async () =>
            await server.Client.DeleteAsync<Widget>("inside", server.Namespace, cancellationToken: Stop));
        list?.Names.ShouldBe(["inside"]);
        list?.Next.ShouldBe((WatchEventType.Deleted, "inside"));
    }

    [Theory, EveryVersion]
    public async Task An_informer_fills_its_store_in_the_best_way_that_the_server_has(ServerKind kind, string version)
    {
        var server = await OpenAsync(kind, version);
        for (var i = 0; i < 7; i++)
            await server.Client.CreateAsync(server.Widget($"w{i}"), Stop);
        await using var informer = await RunningInformer.StartAsync(server.Client, new InformerOptions<Widget> { Namespace = server.Namespace, PageSize = 3 }, Stop);
        informer.Store.Count.ShouldBe(7);
        await server.Client.DeleteAsync<Widget>("w3", server.Namespace, cancellationToken: Stop);
        await EventuallyAsync(() => informer.Store.Count == 6, "the store follows");
        if (server.Fake is not { } fake)
            return;
        var known = await server.Client.Discovery.GetServerVersionAsync(Stop);
        // 1.33 looks like 1.32 to whoever goes by the number, and refuses.
        fake.Requests.Any(r => r.IsStreamedList).ShouldBe(known.IsAtLeast(1, 32));
        fake.Requests.Any(IsList).ShouldBe(!Streams(known));
    }

    [Fact]
    public async Task An_informer_lists_where_an_administrator_has_switched_streaming_off()
    {
        await using var fake = await Testing.FakeApiServer.StartAsync(new Testing.FakeApiServerOptions { GitVersion = "v1.36.0", StreamsLists = false });
        using var client = ContractServer.Connect(new KubernetesClientConfiguration { Host = fake.Uri });
        await WidgetDefinition.InstallAsync(client, Stop);
        await client.CreateAsync(new Widget { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "ns" }, Spec = new WidgetSpec() }, Stop);
        var before = fake.Requests.Count;
        await using var informer = await RunningInformer.StartAsync(client, new InformerOptions<Widget>(), Stop);
        informer.Store.Count.ShouldBe(1);
        await EventuallyAsync(() => fake.OpenWatches == 1, "the watch that follows the list");
        fake.Requests.Skip(before).Select(r => r.IsStreamedList ? "stream" : r.Verb).Where(v => v != "get").ShouldBe(["stream", "list", "watch"]);
    }

    // The default of the feature gate WatchList: on in 1.32, off again in 1.33, on since.
    private static bool Streams(KubernetesServerVersion version) => version.IsAtLeast(1, 34) || (version.Major, version.Minor) == (1, 32);

    private static bool IsList(Testing.FakeRequest request) => request is { Verb: "list", Resource: "widgets", Namespace: not null };

    /// <summary>Streams a list; null where the server refuses, which only those may that do not have it.</summary>
    private static async Task<StreamedList?> StreamAsync(ContractServer server, WatchRequest request, Func<Task>? then = null)
    {
        var names = new List<string>();
        long? end = null;
        try
        {
            await foreach (var (type, widget) in server.Client.WatchAsync<Widget>(request with { Namespace = server.Namespace, SendInitialEvents = true, Timeout = TimeSpan.FromMinutes(5) }, Stop))
            {
                if (end is not null && type != WatchEventType.Bookmark)
                    return new StreamedList([.. names.Order()], end.Value, (type, widget.Name()));
                if (end is null && type == WatchEventType.Added)
                    names.Add(widget.Name());
                if (end is not null || type != WatchEventType.Bookmark)
                    continue;
                WatchRequest.EndsInitialEvents(widget).ShouldBeTrue("a bookmark that does not end the initial events came first");
                end = Number(widget.ResourceVersion());
                if (then is null)
                    return new StreamedList([.. names.Order()], end.Value, default);
                await then();
            }
        }
        catch (KubernetesApiException e) when (e.IsInvalid)
        {
            var version = await server.Client.Discovery.GetServerVersionAsync(Stop);
            // By default; somebody else's cluster may have switched it off.
            (server.Kind == ServerKind.Cluster || !Streams(version)).ShouldBeTrue($"{version.GitVersion} refused: {e.Message}");
            return null;
        }

        throw new InvalidOperationException("The stream ended before its list did.");
    }

    private static long Number(string version) => long.Parse(version, CultureInfo.InvariantCulture);

    private sealed record StreamedList(string[] Names, long Version, (WatchEventType Type, string Name) Next);
}
