using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Client;

/// <summary>Answers that stop coming.</summary>
public sealed class SilenceTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedApi _api = new("v1.34.1");
    private readonly KubernetesClient _client;

    public SilenceTests() => _client = _api.Connect(_time);

    public void Dispose()
    {
        _client.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task A_watch_that_falls_silent_ends_as_if_the_server_had_ended_it()
    {
        var watch = _client.WatchAsync<SampleEntity>(new WatchRequest { Timeout = TimeSpan.FromMinutes(10), IdleTimeout = TimeSpan.FromMinutes(3) }, TestCluster.Stop).GetAsyncEnumerator();
        await using var _ = watch.ConfigureAwait(false);
        var next = watch.MoveNextAsync().AsTask();
        var call = (await _api.NextAsync()).Accept();
        await call.EventAsync("ADDED", "a", 1, 1);
        (await next).ShouldBeTrue();

        // Every sign of life counts, also a bookmark.
        next = watch.MoveNextAsync().AsTask();
        await _time.WaitForTimersAsync(1);
        _time.Advance(TimeSpan.FromMinutes(2.5));
        await call.BookmarkAsync(5, endsInitialEvents: false);
        (await next).ShouldBeTrue();
        next = watch.MoveNextAsync().AsTask();
        await Eventually.BeAsync(() => _time.UntilNextTimer == TimeSpan.FromMinutes(3), "the timer runs again");
        _time.Advance(TimeSpan.FromMinutes(2.9));
        next.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(0.1));
        (await next).ShouldBeFalse();
    }

    [Fact]
    public async Task A_slow_consumer_is_not_taken_for_a_silent_server()
    {
        var watch = _client.WatchAsync<SampleEntity>(new WatchRequest { IdleTimeout = TimeSpan.FromMinutes(3) }, TestCluster.Stop).GetAsyncEnumerator();
        await using var _ = watch.ConfigureAwait(false);
        var next = watch.MoveNextAsync().AsTask();
        var call = (await _api.NextAsync()).Accept();
        await call.EventAsync("ADDED", "a", 1, 1);
        (await next).ShouldBeTrue();
        _time.Advance(TimeSpan.FromHours(1));
        await call.EventAsync("ADDED", "b", 1, 2);
        (await watch.MoveNextAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_list_that_stops_coming_is_given_up_with_its_name()
    {
        var listing = _client.ListAsync<SampleEntity>(cancellationToken: TestCluster.Stop);
        var call = (await _api.NextAsync()).Accept();
        var text = ScriptedCall.List(1, ScriptedCall.Sample("a", 1, 1));
        await call.WriteAsync(text[..40]);
        await Eventually.BeAsync(() => _time.UntilNextTimer == TimeSpan.FromSeconds(60), "the first part is read");
        _time.Advance(TimeSpan.FromSeconds(50));
        await call.WriteAsync(text[40..60]);
        // A list that is slow but goes on coming has all the time it needs.
        await Eventually.BeAsync(() => _time.UntilNextTimer == TimeSpan.FromSeconds(60), "the second part is read");
        listing.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(60));
        (await Should.ThrowAsync<TimeoutException>(() => listing)).Message.ShouldBe("GET /apis/kvfleet.test/v1/samples: the API server sent nothing for 60 s.");
    }

    [Fact]
    public async Task A_list_whose_end_is_missing_is_an_error()
    {
        var listing = _client.ListAsync<SampleEntity>(cancellationToken: TestCluster.Stop);
        var call = (await _api.NextAsync()).Accept();
        await call.WriteAsync(ScriptedCall.List(1, ScriptedCall.Sample("a", 1, 1))[..^1]);
        call.End();
        await Should.ThrowAsync<System.Text.Json.JsonException>(() => listing);
    }
}
