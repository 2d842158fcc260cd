using System.Text.Json;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class WatchTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _cluster.Connect(_time);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Changes_come_in_order_with_their_type()
    {
        await using var watch = await Open(new WatchRequest());
        _cluster.Server.Put(Node("a", 1));
        _cluster.Server.Put(Node("a", 2));
        _cluster.Server.Delete("kvfleet.test", "samples", "ns", "a");
        (await Next(watch)).ShouldBe((WatchEventType.Added, "a", 1));
        (await Next(watch)).ShouldBe((WatchEventType.Modified, "a", 2));
        (await Next(watch)).ShouldBe((WatchEventType.Deleted, "a", 2));
    }

    [Fact]
    public async Task A_watch_goes_on_after_a_version()
    {
        var seen = _cluster.Server.Put(Node("a", 1))["metadata"]!["resourceVersion"]!.GetValue<string>();
        _cluster.Server.Put(Node("a", 2));
        await using var watch = await Open(new WatchRequest { ResourceVersion = seen });
        (await Next(watch)).ShouldBe((WatchEventType.Modified, "a", 2));
    }

    [Fact]
    public async Task A_bookmark_carries_a_version_and_nothing_else()
    {
        await using var watch = await Open(new WatchRequest());
        _cluster.Server.SendBookmarks();
        (await watch.MoveNextAsync()).ShouldBeTrue();
        watch.Current.Type.ShouldBe(WatchEventType.Bookmark);
        watch.Current.Entity.ResourceVersion().ShouldNotBeEmpty();
        watch.Current.Entity.Name().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_error_event_is_thrown()
    {
        await using var watch = await Open(new WatchRequest());
        _cluster.Server.FailWatches(new FakeStatusException(410, "Expired", "too old resource version"));
        (await Should.ThrowAsync<KubernetesApiException>(async () => await watch.MoveNextAsync())).IsExpired.ShouldBeTrue();
    }

    [Fact]
    public async Task An_error_status_is_thrown()
    {
        _cluster.Server.Inject(r => r.Verb == "watch", FakeFault.Status(410, "Gone"));
        await using var watch = _cluster.Client.WatchAsync<SampleEntity>(new WatchRequest(), TestCluster.Stop).GetAsyncEnumerator(TestCluster.Stop);
        (await Should.ThrowAsync<KubernetesApiException>(async () => await watch.MoveNextAsync())).IsExpired.ShouldBeTrue();
    }

    [Fact]
    public async Task A_watch_that_the_server_ends_ends()
    {
        await using var watch = await Open(new WatchRequest());
        _cluster.Server.CloseWatches();
        (await watch.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Half_a_line_at_the_end_is_left_out()
    {
        await using var watch = await Open(new WatchRequest());
        _cluster.Server.WriteToWatches("""{"type":"ADDED","object":{"metadata":{"na""");
        _cluster.Server.CloseWatches();
        (await watch.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_line_may_come_in_pieces_and_its_fields_in_any_order()
    {
        await using var watch = await Open(new WatchRequest());
        foreach (var piece in (string[])["{\"object\":{\"metadata\":{\"name\":\"x\"},", "\"spec\":{\"size\":4}},", "\"extra\":[1,{}],\"type\":\"MOD", "IFIED\"}\n\n"])
            _cluster.Server.WriteToWatches(piece);
        (await Next(watch)).ShouldBe((WatchEventType.Modified, "x", 4));
    }

    [Theory]
    [InlineData("nonsense\n")]
    [InlineData("{\"type\":\"EXPLODED\",\"object\":{}}\n")]
    [InlineData("{\"type\":\"ADDED\"}\n")]
    [InlineData("[]\n")]
    public async Task Garbage_is_an_error(string line)
    {
        await using var watch = await Open(new WatchRequest());
        _cluster.Server.WriteToWatches(line);
        await Should.ThrowAsync<JsonException>(async () => await watch.MoveNextAsync());
    }

    [Fact]
    public async Task An_object_that_does_not_fit_is_told_of_and_the_watch_goes_on()
    {
        var unreadable = new List<UnreadableObject>();
        await using var watch = await Open(new WatchRequest { OnUnreadable = unreadable.Add });
        var odd = Node("odd", 1);
        odd["spec"]!["size"] = "huge";
        _cluster.Server.Put(odd);
        _cluster.Server.Put(Node("fine", 2));
        (await Next(watch)).ShouldBe((WatchEventType.Added, "fine", 2));
        var told = unreadable.ShouldHaveSingleItem();
        (told.EventType, told.Key).ShouldBe((WatchEventType.Added, new ObjectKey("ns", "odd")));
        told.ResourceVersion.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_silent_stream_ends_half_a_minute_after_the_server_should_have_ended_it()
    {
        await using var watch = await Open(new WatchRequest { Timeout = TimeSpan.FromMinutes(5) });
        _cluster.Server.Requests.Last().Query["timeoutSeconds"].ShouldBe("300");
        _cluster.Server.Put(Node("a", 1));
        (await Next(watch)).ShouldBe((WatchEventType.Added, "a", 1));
        var next = watch.MoveNextAsync().AsTask();
        _time.Advance(TimeSpan.FromMinutes(5));
        next.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(30));
        await Should.ThrowAsync<TimeoutException>(() => next);
    }

    [Fact]
    public async Task A_watch_without_a_limit_lasts_longer_than_any_request_may()
    {
        await using var watch = await Open(new WatchRequest());
        _cluster.Server.Put(Node("a", 1));
        (await Next(watch)).ShouldBe((WatchEventType.Added, "a", 1));
        _time.Advance(TimeSpan.FromHours(2));
        _cluster.Server.Put(Node("a", 2));
        (await Next(watch)).ShouldBe((WatchEventType.Modified, "a", 2));
    }

    [Fact]
    public async Task A_large_object_fits_through()
    {
        await using var watch = await Open(new WatchRequest());
        var large = Node("a", 1);
        large["spec"]!["color"] = new string('x', 1_200_000);
        _cluster.Server.Put(large);
        (await watch.MoveNextAsync()).ShouldBeTrue();
        watch.Current.Entity.Spec.Color!.Length.ShouldBe(1_200_000);
    }

    private static JsonObject Node(string name, int size) => new()
    {
        ["apiVersion"] = "kvfleet.test/v1",
        ["kind"] = "Sample",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "ns" },
        ["spec"] = new JsonObject { ["size"] = size },
    };

    private async Task<Enumerator> Open(WatchRequest request)
    {
        var watch = new Enumerator(_cluster.Client.WatchAsync<SampleEntity>(request, TestCluster.Stop).GetAsyncEnumerator(TestCluster.Stop));
        while (_cluster.Server.OpenWatches == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestCluster.Stop);
        return watch;
    }

    private static async Task<(WatchEventType Type, string Name, int Size)> Next(Enumerator watch)
    {
        (await watch.MoveNextAsync()).ShouldBeTrue();
        var (type, entity) = watch.Current;
        return (type, entity.Name(), entity.Spec.Size);
    }

    /// <summary>Asks for the first event at once, so that the watch is open before the test goes on.</summary>
    private sealed class Enumerator(IAsyncEnumerator<(WatchEventType Type, SampleEntity Entity)> inner) : IAsyncDisposable
    {
        private Task<bool>? _first = inner.MoveNextAsync().AsTask();

        public (WatchEventType Type, SampleEntity Entity) Current => inner.Current;

        public ValueTask<bool> MoveNextAsync()
        {
            var first = _first;
            _first = null;
            return first is null ? inner.MoveNextAsync() : new ValueTask<bool>(first);
        }

        public async ValueTask DisposeAsync()
        {
            if (_first is { IsCompleted: false })
                return;
            await inner.DisposeAsync();
        }
    }
}
