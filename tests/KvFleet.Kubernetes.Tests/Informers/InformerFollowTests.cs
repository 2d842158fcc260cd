using System.Globalization;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Tests.Client;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Informers;

/// <summary>What an informer does while all is well.</summary>
public sealed class InformerFollowTests : InformerTestBase
{
    [Fact]
    public async Task The_first_list_is_served_from_the_cache_and_told_as_initial()
    {
        Put("a", 1);
        Put("b", 2);
        await StartAndSyncAsync();
        Handler.Told.ShouldBe(["initial a=1", "initial b=2"]);
        Informer.Store.Count.ShouldBe(2);
        var list = Server.Requests.First(r => r.Verb == "list");
        (list.Verb, list.Query["resourceVersion"], list.Query["limit"]).ShouldBe(("list", "0", "500"));
        var watch = Server.Requests.Last();
        watch.Query["allowWatchBookmarks"].ShouldBe("true");
        int.Parse(watch.Query["timeoutSeconds"], CultureInfo.InvariantCulture).ShouldBeInRange(300, 600);
    }

    [Fact]
    public async Task Changes_reach_the_store_before_the_handlers()
    {
        await StartAndSyncAsync();
        var seen = new List<int?>();
        using var registration = Informer.AddHandler(new StoreReader(() => seen.Add(Informer.Store.Get("a", "ns")?.Spec.Size)));
        Put("a", 1);
        Put("a", 2);
        Delete("a");
        await UntilTold("added a=1", "updated a=1>2", "deleted a=2");
        seen.ShouldBe([1, 2, null]);
    }

    [Fact]
    public async Task All_pages_are_in_before_anything_is_told()
    {
        for (var i = 0; i < 12; i++)
            Put($"s{i:D2}", i);
        var hold = new TaskCompletionSource();
        Server.Inject(r => r.Query.ContainsKey("continue"), FakeFault.Delay(hold.Task), times: 1);
        Start(new InformerOptions<SampleEntity> { PageSize = 5 });
        await Until(() => Lists == 2);
        (Handler.Told.Count, Informer.Store.Count, Informer.HasSynced).ShouldBe((0, 0, false));
        hold.SetResult();
        await Until(() => Informer.HasSynced);
        Informer.Store.Count.ShouldBe(12);
    }

    [Fact]
    public async Task A_late_handler_hears_of_everything_once()
    {
        Put("a", 1);
        await StartAndSyncAsync();
        var late = new RecordingHandler();
        using (Informer.AddHandler(late))
        {
            late.Told.ShouldBe(["initial a=1"]);
            Put("b", 2);
            await Until(() => late.Told.Count == 2, () => late.Told.ShouldBe(["initial a=1", "added b=2"]));
        }

        Put("c", 3);
        await Until(() => Handler.Told.Count == 3);
        late.Told.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_handler_that_throws_neither_ends_the_informer_nor_silences_others()
    {
        Put("a", 1);
        Start();
        Informer.AddHandler(new StoreReader(() => throw new InvalidOperationException("handler")));
        Put("b", 2);
        await Until(() => Handler.Told.Count == 2);
        Log.Entries.ShouldContain(e => e.Level == LogLevel.Error && e.Message.Contains(nameof(StoreReader), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watch_that_ends_as_it_should_goes_on_at_once_without_another_list()
    {
        await StartAndSyncAsync();
        Put("a", 1);
        await UntilTold("added a=1");
        Server.CloseWatches();
        await Until(() => Server.Requests.Count(r => r.Verb == "watch") == 2 && Server.OpenWatches == 1);
        Put("a", 2);
        await UntilTold("added a=1", "updated a=1>2");
        Lists.ShouldBe(1);
        Log.Entries.ShouldNotContain(e => e.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_bookmark_moves_on_where_the_next_watch_begins()
    {
        await StartAndSyncAsync();
        Put("gone", 1);
        Delete("gone");
        await UntilTold("added gone=1", "deleted gone=1");
        Server.Put(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["metadata"] = new JsonObject { ["name"] = "elsewhere" } });
        var before = Informer.LastActivity;
        Time.Advance(TimeSpan.FromSeconds(1));
        Server.SendBookmarks();
        await Until(() => Informer.LastActivity > before);
        Server.CloseWatches();
        await Until(() => Server.Requests.Count(r => r.Verb == "watch") == 2);
        Server.Requests.Last().Query["resourceVersion"].ShouldBe(Server.ResourceVersion.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Every_event_moves_on_where_the_next_watch_begins()
    {
        await StartAndSyncAsync();
        Put("a", 1);
        Delete("a");
        await UntilTold("added a=1", "deleted a=1");
        var last = Server.ResourceVersion;
        Server.CloseWatches();
        await Until(() => Server.Requests.Count(r => r.Verb == "watch") == 2);
        Server.Requests.Last().Query["resourceVersion"].ShouldBe(last.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Selectors_and_namespace_narrow_what_is_followed()
    {
        await StartAndSyncAsync(new InformerOptions<SampleEntity> { Namespace = "ns", FieldSelector = "metadata.name!=no" });
        Put("no", 1);
        Put("far", 1, "other");
        Put("yes", 1);
        await UntilTold("added yes=1");
    }

    [Fact]
    public async Task What_nobody_reads_is_cut_away_before_it_is_stored()
    {
        Put("a", 1);
        await StartAndSyncAsync(new InformerOptions<SampleEntity>
        {
            Transform = e =>
            {
                e.Spec.Size = -e.Spec.Size;
                return e;
            },
        });
        Put("b", 2);
        await UntilTold("initial a=-1", "added b=-2");
    }

    [Fact]
    public async Task A_transformation_that_throws_costs_nothing_but_memory()
    {
        Put("a", 1);
        await StartAndSyncAsync(new InformerOptions<SampleEntity> { Transform = e => e.Spec.Size == 3 ? e : throw new InvalidOperationException("cannot cut") });
        Put("b", 2);
        Put("c", 3);
        Delete("b");
        await UntilTold("initial a=1", "added b=2", "added c=3", "deleted b=2");
        Lists.ShouldBe(1);
        Log.Entries.ShouldContain(e => e.Level == LogLevel.Error && e.Message.Contains("ns/b, which is kept whole", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_index_that_throws_loses_only_its_own_entries()
    {
        Put("a", 1);
        await StartAndSyncAsync(new InformerOptions<SampleEntity>
        {
            Indices = new Dictionary<string, Func<SampleEntity, IEnumerable<string>>>
            {
                ["size"] = e => e.Spec.Size == 2 ? throw new InvalidOperationException("no index") : [e.Spec.Size.ToString(CultureInfo.InvariantCulture)],
            },
        });
        Put("b", 2);
        Put("c", 3);
        await UntilTold("initial a=1", "added b=2", "added c=3");
        Informer.Store.Count.ShouldBe(3);
        Informer.Store.ByIndex("size", "3").Count.ShouldBe(1);
        Informer.Store.ByIndex("size", "2").ShouldBeEmpty();
        Log.Entries.ShouldContain(e => e.Level == LogLevel.Error && e.Message.Contains("not found by index size", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_written_can_be_read_back_once_its_version_was_waited_for()
    {
        await StartAndSyncAsync();
        for (var i = 0; i < 20; i++)
        {
            var written = await Cluster.Client.CreateAsync(TestCluster.Sample("w" + i), TestCluster.Stop);
            await Informer.WaitForVersionAsync(written.ResourceVersion()!, TestCluster.Stop);
            Informer.Store.Get("w" + i, "ns").ShouldNotBeNull().ResourceVersion().ShouldBe(written.ResourceVersion());
        }
    }

    [Fact]
    public async Task A_write_that_the_selectors_leave_out_is_waited_for_until_a_bookmark()
    {
        await StartAndSyncAsync(new InformerOptions<SampleEntity> { Namespace = "ns" });
        var elsewhere = TestCluster.Sample("far");
        elsewhere.Metadata.NamespaceProperty = "other";
        var written = await Cluster.Client.CreateAsync(elsewhere, TestCluster.Stop);
        var waiting = Informer.WaitForVersionAsync(written.ResourceVersion()!, TestCluster.Stop);
        waiting.IsCompleted.ShouldBeFalse();
        Server.SendBookmarks();
        await waiting;
    }

    [Fact]
    public async Task Lists_and_watches_are_spans()
    {
        using var lists = new CollectedActivities("items", 1);
        Put("a", 1);
        await StartAndSyncAsync();
        lists.Ended.ShouldContain(s => s.OperationName == "list samples.kvfleet.test" && s.Duration > TimeSpan.Zero);
        using var watches = new CollectedActivities("events", 2L);
        Put("a", 2);
        Put("a", 3);
        await UntilTold("initial a=1", "updated a=1>2", "updated a=2>3");
        Server.CloseWatches();
        await Until(() => watches.Ended.Any(s => s.OperationName == "watch samples.kvfleet.test"));
    }

    [Fact]
    public async Task A_resync_tells_of_everything_again()
    {
        Put("a", 1);
        await StartAndSyncAsync(new InformerOptions<SampleEntity> { ResyncPeriod = TimeSpan.FromMinutes(2) });
        Time.Advance(TimeSpan.FromMinutes(2.2));
        await UntilTold("initial a=1", "resync a");
    }

    private sealed class StoreReader(Action read) : IInformerHandler<SampleEntity>
    {
        public void OnAdded(SampleEntity entity, bool isInitial) => read();

        public void OnUpdated(SampleEntity oldEntity, SampleEntity newEntity) => read();

        public void OnDeleted(SampleEntity entity) => read();
    }
}
