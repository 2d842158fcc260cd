using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Informers;

/// <summary>List and watch as one stream, and every way in which a server can fail at it.</summary>
public sealed class StreamedListTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly RecordingHandler _handler = new();
    private readonly CollectingLogger<Informer<SampleEntity>> _log = new();
    private KubernetesClient? _client;
    private Informer<SampleEntity> _informer = null!;
    private Task _running = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client?.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Objects_are_streamed_told_as_a_whole_and_followed_without_another_request()
    {
        using var api = Start("v1.34.1");
        var stream = (await api.NextAsync()).Accept();
        stream.Query["sendInitialEvents"].ShouldBe("true");
        stream.Query["resourceVersionMatch"].ShouldBe("NotOlderThan");
        stream.Query["resourceVersion"].ShouldBe("0");
        stream.Query["allowWatchBookmarks"].ShouldBe("true");
        await stream.EventAsync("ADDED", "a", 1, 10);
        await stream.EventAsync("ADDED", "b", 1, 11);
        await stream.EventAsync("ADDED", "c", 1, 12);
        // What happens before the end is part of the beginning.
        await stream.EventAsync("MODIFIED", "b", 2, 13);
        await stream.EventAsync("DELETED", "c", 1, 14);
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        (_informer.HasSynced, _informer.Store.Count, _handler.Told.Count).ShouldBe((false, 0, 0));

        await stream.BookmarkAsync(15, endsInitialEvents: true);
        await Synced();
        _handler.Told.ShouldBe(["initial a=1", "initial b=2"], ignoreOrder: true);
        await stream.EventAsync("MODIFIED", "a", 5, 16);
        await Told(3);
        _handler.Told.Last().ShouldBe("updated a=1>5");
        api.HasNext.ShouldBeFalse();

        stream.End();
        var watch = await api.NextAsync();
        (watch.IsWatch, watch.Query["resourceVersion"], watch.Query.ContainsKey("sendInitialEvents")).ShouldBe((true, "16", false));
    }

    [Fact]
    public async Task After_losing_track_the_stream_is_never_older_than_what_was_seen_and_deletions_are_noticed()
    {
        using var api = Start("v1.34.1");
        var stream = (await api.NextAsync()).Accept();
        await stream.EventAsync("ADDED", "a", 1, 10);
        await stream.EventAsync("ADDED", "b", 1, 11);
        await stream.BookmarkAsync(15, endsInitialEvents: true);
        await Synced();
        await stream.WriteAsync("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}""" + "\n");

        var again = (await MoveToNextAsync(api)).Accept();
        (again.Query["sendInitialEvents"], again.Query["resourceVersion"]).ShouldBe(("true", "15"));
        await again.EventAsync("ADDED", "a", 1, 10);
        await again.BookmarkAsync(20, endsInitialEvents: true);
        await Told(3);
        _handler.Told.Last().ShouldBe("deleted b=1");
    }

    [Theory]
    [InlineData("v1.20.2")]
    [InlineData("v1.26.15")]
    [InlineData("v1.31.0")]
    public async Task A_server_that_is_too_old_is_not_even_asked(string version)
    {
        using var api = Start(version);
        await ListInsteadAsync(await api.NextAsync(), api);
    }

    [Theory]
    [InlineData(422, "Invalid")]
    [InlineData(400, "BadRequest")]
    public async Task A_server_that_refuses_is_listed_at_once_and_never_asked_again(int code, string reason)
    {
        using var api = Start("v1.33.0");
        (await api.NextAsync()).Refuse(code, reason);
        var watch = await ListInsteadAsync(await api.NextAsync(), api);
        watch.Accept();
        await watch.WriteAsync("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}""" + "\n");
        (await MoveToNextAsync(api)).IsWatch.ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_ignores_the_parameters_and_falls_silent_is_listed_after_seconds()
    {
        using var api = Start("v1.34.1");
        var stream = (await api.NextAsync()).Accept();
        await stream.EventAsync("ADDED", "a", 1, 10);
        await ListInsteadAsync(await MoveToNextAsync(api, TimeSpan.FromMinutes(1)), api);
        (await stream.IsLeftAsync()).ShouldBeTrue();
        _log.Entries.ShouldContain(e => e.Message.Contains("told nothing for 15 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_ordinary_bookmark_gives_away_a_server_that_ignores_the_parameters()
    {
        using var api = Start("v1.34.1");
        var stream = (await api.NextAsync()).Accept();
        await stream.EventAsync("ADDED", "a", 1, 10);
        await stream.BookmarkAsync(11, endsInitialEvents: false);
        await ListInsteadAsync(await api.NextAsync(), api);
    }

    [Fact]
    public async Task A_stream_that_ends_before_it_is_complete_is_not_tried_for_ever()
    {
        using var api = Start("v1.34.1");
        var stream = (await api.NextAsync()).Accept();
        await stream.EventAsync("ADDED", "a", 1, 10);
        stream.End();
        await ListInsteadAsync(await api.NextAsync(), api);
    }

    [Fact]
    public async Task An_overloaded_server_is_asked_for_its_cached_list_after_three_tries()
    {
        using var api = Start("v1.34.1");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var stream = attempt == 0 ? await api.NextAsync() : await MoveToNextAsync(api);
            stream.Query.ContainsKey("sendInitialEvents").ShouldBeTrue();
            stream.Refuse(500, "InternalError");
        }

        await ListInsteadAsync(await MoveToNextAsync(api), api);
    }

    [Fact]
    public async Task Slow_but_steady_is_fine()
    {
        using var api = Start("v1.34.1");
        var stream = (await api.NextAsync()).Accept();
        for (var i = 0; i < 10; i++)
        {
            await stream.EventAsync("ADDED", "s" + i, 1, 10 + i);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        await stream.BookmarkAsync(30, endsInitialEvents: true);
        await Synced();
        _informer.Store.Count.ShouldBe(10);
        api.HasNext.ShouldBeFalse();
    }

    [Fact]
    public async Task An_object_that_does_not_fit_is_left_out_and_told()
    {
        using var api = Start("v1.34.1");
        var stream = (await api.NextAsync()).Accept();
        await stream.EventAsync("ADDED", "a", 1, 10);
        await stream.WriteAsync("""{"type":"ADDED","object":{"metadata":{"name":"odd","namespace":"ns","resourceVersion":"11"},"spec":{"size":"huge"}}}""" + "\n");
        await stream.BookmarkAsync(12, endsInitialEvents: true);
        await Synced();
        _informer.Store.List().Select(e => e.Name()).ShouldBe(["a"]);
        _log.Entries.ShouldContain(e => e.Message.Contains("ns/odd does not fit", StringComparison.Ordinal));
    }

    private ScriptedApi Start(string version)
    {
        var api = new ScriptedApi(version);
        _client = api.Connect(_time);
        _informer = new Informer<SampleEntity>(_client, new InformerOptions<SampleEntity>(), _time, _log);
        _informer.AddHandler(_handler);
        _running = _informer.RunAsync(_stop.Token);
        return api;
    }

    /// <summary>Answers a plain list, and returns the watch that follows it.</summary>
    private async Task<ScriptedCall> ListInsteadAsync(ScriptedCall list, ScriptedApi api)
    {
        list.IsWatch.ShouldBeFalse();
        list.Query["resourceVersion"].ShouldBe("0");
        list.Answer(ScriptedCall.List(20, ScriptedCall.Sample("x", 7, 19)));
        await Synced();
        _handler.Told.ShouldBe(["initial x=7"]);
        var watch = await api.NextAsync();
        (watch.IsWatch, watch.Query.ContainsKey("sendInitialEvents"), watch.Query["resourceVersion"]).ShouldBe((true, false, "20"));
        return watch;
    }

    /// <summary>Moves time on, so that back-offs end, until the next request is there.</summary>
    private async Task<ScriptedCall> MoveToNextAsync(ScriptedApi api, TimeSpan? atMost = null)
    {
        var start = _time.GetUtcNow();
        await Eventually.BeAsync(
            () =>
            {
                if (!api.HasNext)
                    _time.Advance(TimeSpan.FromMilliseconds(200));
                return api.HasNext;
            },
            "another request");
        (_time.GetUtcNow() - start).ShouldBeLessThan(atMost ?? TimeSpan.FromSeconds(10));
        return await api.NextAsync();
    }

    private Task Synced() => Eventually.BeAsync(() => _informer.HasSynced, "the informer has synced");

    private Task Told(int count) => Eventually.BeAsync(() => _handler.Told.Count >= count, $"{count} changes were told");
}
