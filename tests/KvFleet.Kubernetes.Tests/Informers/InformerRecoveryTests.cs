using System.Globalization;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Informers;

/// <summary>What an informer does when something breaks: each test is a bug that some controller runtime had.</summary>
public sealed class InformerRecoveryTests : InformerTestBase
{
    [Fact]
    public async Task After_an_expired_event_it_lists_again_and_notices_what_was_deleted_meanwhile()
    {
        Put("stays", 1);
        Put("goes", 1);
        Put("changes", 1);
        await StartAndSyncAsync();
        LoseTrack(() =>
        {
            Delete("goes");
            Put("changes", 2);
            Put("comes", 1);
        });
        await MoveUntil(() => Handler.Told.Count == 6);
        Handler.Told.Skip(3).ShouldBe(["deleted goes=1", "updated changes=1>2", "added comes=1"], ignoreOrder: true);
        Informer.Store.List().Select(e => e.Name()).ShouldBe(["changes", "comes", "stays"]);
    }

    [Fact]
    public async Task An_expired_status_is_understood_like_an_expired_event()
    {
        await StartAndSyncAsync();
        Server.Inject(r => r.Verb == "watch", FakeFault.Status(410, "Gone"), times: 1);
        Server.CloseWatches();
        await MoveUntil(() => Lists == 2 && Server.OpenWatches == 1);
        Put("a", 1);
        await UntilTold("added a=1");
    }

    [Fact]
    public async Task The_second_list_is_never_older_than_what_was_seen()
    {
        await StartAndSyncAsync();
        Put("a", 1);
        await UntilTold("added a=1");
        var seen = Server.ResourceVersion;
        LoseTrack(() => Put("b", 1));
        await MoveUntil(() => Lists == 2);
        var second = Server.Requests.Last(r => r.Verb == "list");
        second.Query["resourceVersion"].ShouldBe(seen.ToString(CultureInfo.InvariantCulture));
        second.Query.ContainsKey("limit").ShouldBeFalse();
    }

    [Theory]
    [InlineData(410, "Expired")]
    [InlineData(410, "Gone")]
    public async Task A_version_that_cannot_be_listed_any_more_falls_back_to_the_newest(int code, string reason)
    {
        await StartAndSyncAsync();
        Server.Inject(r => r.Verb == "list", FakeFault.Status(code, reason), times: 1);
        LoseTrack(() => Put("b", 1));
        await MoveUntil(() => Handler.Told.Count == 1);
        Server.Requests.Last(r => r.Verb == "list").Query.ContainsKey("resourceVersion").ShouldBeFalse();
    }

    [Fact]
    public async Task A_version_from_a_server_that_was_ahead_falls_back_to_the_newest()
    {
        await StartAndSyncAsync();
        Server.WriteToWatches("""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"99999999"}}}""" + "\n");
        Server.FailWatches(new FakeStatusException(410, "Expired", "restored from a backup"));
        await MoveUntil(() => Server.OpenWatches == 1 && Lists == 3);
        Server.Requests.Last(r => r.Verb == "list").Query.ContainsKey("resourceVersion").ShouldBeFalse();
        Put("a", 1);
        await UntilTold("added a=1");
    }

    [Fact]
    public async Task A_watch_from_a_version_that_a_restored_server_never_had_does_not_wait_for_it()
    {
        Put("a", 1);
        await StartAndSyncAsync();
        Server.WriteToWatches("""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"99999999"}}}""" + "\n");
        Server.CloseWatches();
        await MoveUntil(() => Server.OpenWatches == 1 && Lists >= 2);
        Put("b", 2);
        await UntilTold("initial a=1", "added b=2");
    }

    [Theory]
    [InlineData(400, "BadRequest")]
    [InlineData(422, "Invalid")]
    public async Task A_watch_whose_version_is_refused_starts_over_with_the_newest(int code, string reason)
    {
        await StartAndSyncAsync();
        Server.Inject(r => r.Verb is "watch" or "list" && r.Query.ContainsKey("resourceVersion"), FakeFault.Status(code, reason), times: 1);
        Server.CloseWatches();
        await MoveUntil(() => Server.OpenWatches == 1 && Lists == 2);
        Server.Requests.Last(r => r.Verb == "list").Query.ContainsKey("resourceVersion").ShouldBeFalse();
        Put("a", 1);
        await UntilTold("added a=1");
    }

    [Fact]
    public async Task What_the_server_asks_for_before_the_next_try_is_given()
    {
        Server.Inject(r => r.Verb == "list", FakeFault.Status(503, "ServiceUnavailable", retryAfterSeconds: 120), times: 1);
        Start();
        await Until(() => Informer.LastError is not null && Time.UntilNextTimer is not null);
        Time.UntilNextTimer.ShouldBe(TimeSpan.FromSeconds(120));
        Time.Advance(TimeSpan.FromSeconds(120));
        await Until(() => Informer.HasSynced);
    }

    [Fact]
    public async Task An_object_that_was_made_anew_under_its_name_is_another_object()
    {
        Put("a", 1);
        await StartAndSyncAsync();
        LoseTrack(() =>
        {
            Delete("a");
            Put("a", 2);
        });
        await MoveUntil(() => Handler.Told.Count == 3);
        Handler.Told.ShouldBe(["initial a=1", "deleted a=1", "added a=2"]);
    }

    [Fact]
    public async Task A_broken_connection_resumes_where_it_was_without_a_list()
    {
        await StartAndSyncAsync();
        Server.Inject(r => r.Verb == "watch", FakeFault.Drop(), times: 3);
        Server.CloseWatches();
        Put("a", 1);
        await MoveUntil(() => Handler.Told.Count == 1);
        Lists.ShouldBe(1);
        Informer.LastError.ShouldBeNull();
        Log.Entries.ShouldContain(e => e.Level == LogLevel.Warning && e.Message.Contains("lost the API server", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_out_of_order_mean_another_list_and_leave_no_ghost()
    {
        Put("kept", 1);
        await StartAndSyncAsync();
        // The deletion overtakes the object: whoever believed the events would keep what is not there.
        Server.SwapEvents();
        Put("ghost", 1);
        Delete("ghost");
        await MoveUntil(() => Lists == 2 && Informer.LastError is null);
        await Until(() => Server.OpenWatches == 1);
        Informer.Store.List().Select(e => e.Name()).ShouldBe(["kept"]);
        Log.Entries.ShouldContain(e => e.Message.Contains("out of order", StringComparison.Ordinal));
        Handler.Told.ShouldBe(["initial kept=1"]);
    }

    [Fact]
    public async Task Garbage_in_a_watch_loses_nothing()
    {
        await StartAndSyncAsync();
        Server.WriteToWatches("<html>bad gateway</html>\n");
        Put("a", 1);
        await MoveUntil(() => Handler.Told.Count == 1);
        Handler.Told.ShouldBe(["added a=1"]);
        Lists.ShouldBe(1);
    }

    [Fact]
    public async Task Garbage_in_a_list_keeps_what_is_known()
    {
        Put("a", 1);
        await StartAndSyncAsync();
        Server.Inject(r => r.Verb == "list", FakeFault.Garble(), times: 2);
        LoseTrack(() => Put("b", 1));
        await MoveUntil(() => Lists == 3);
        Informer.Store.Get("a", "ns").ShouldNotBeNull();
        await MoveUntil(() => Handler.Told.Count == 2);
        Handler.Told.ShouldBe(["initial a=1", "added b=1"]);
    }

    [Fact]
    public async Task A_page_that_fails_deletes_nothing()
    {
        for (var i = 0; i < 10; i++)
            Put($"s{i}", i);
        await StartAndSyncAsync(new InformerOptions<SampleEntity> { PageSize = 4 });
        // The version is gone, so the newest state is read in pages; the second page breaks.
        Server.Inject(r => r.Verb == "list" && r.Query.ContainsKey("resourceVersion"), FakeFault.Status(410, "Expired"), times: 1);
        Server.Inject(r => r.Query.ContainsKey("continue"), FakeFault.Drop(), times: 1);
        LoseTrack(() => Put("s9", 99));
        await MoveUntil(() => Handler.Told.Count == 11);
        Handler.Told.Last().ShouldBe("updated s9=9>99");
        Handler.Told.ShouldNotContain(t => t.StartsWith("deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forbidden_is_a_warning_and_ends_by_itself_once_allowed()
    {
        var denied = Server.Inject(_ => true, FakeFault.Status(403, "Forbidden", "samples.kvfleet.test is forbidden: User \"x\" cannot list"));
        Start();
        await MoveUntil(() => Lists >= 3);
        Informer.HasSynced.ShouldBeFalse();
        Informer.LastError.ShouldNotBeNull().ShouldContain("cannot list");
        Log.Entries.ShouldContain(e => e.Level == LogLevel.Warning && e.Message.Contains("grant get, list and watch", StringComparison.Ordinal));
        denied.Dispose();
        await MoveUntil(() => Informer.HasSynced);
        Informer.LastError.ShouldBeNull();
    }

    [Fact]
    public async Task A_missing_definition_is_a_warning_and_ends_by_itself_once_installed()
    {
        Server.Unregister("kvfleet.test", "samples");
        Start();
        await MoveUntil(() => Lists >= 2);
        Log.Entries.ShouldContain(e => e.Level == LogLevel.Warning && e.Message.Contains("install the CustomResourceDefinition", StringComparison.Ordinal));
        Server.Register(new FakeResource("kvfleet.test", "v1", "Sample", "samples", HasStatus: true, IsCustom: true));
        await MoveUntil(() => Server.OpenWatches == 1);
        Put("a", 1);
        await UntilTold("added a=1");
    }

    [Fact]
    public async Task A_definition_that_goes_and_comes_back_is_followed_again()
    {
        Put("a", 1);
        await StartAndSyncAsync();
        Delete("a");
        await UntilTold("initial a=1", "deleted a=1");
        Server.Unregister("kvfleet.test", "samples");
        Server.CloseWatches();
        await MoveUntil(() => Lists >= 2);
        Server.Register(new FakeResource("kvfleet.test", "v1", "Sample", "samples", HasStatus: true, IsCustom: true));
        Put("b", 1);
        await MoveUntil(() => Handler.Told.Count == 3);
        Handler.Told.Last().ShouldBe("added b=1");
    }

    [Fact]
    public async Task A_dead_stream_that_looks_alive_is_left()
    {
        await StartAndSyncAsync();
        Server.WriteToWatches("\n");
        await MoveUntil(() => Server.Requests.Count(r => r.Verb == "watch") >= 2);
        Lists.ShouldBe(1);
    }

    [Fact]
    public async Task Watches_that_end_at_once_are_not_a_busy_loop()
    {
        await StartAndSyncAsync();
        using var _ = Server.Inject(r => r.Verb == "watch", FakeFault.Delay(Task.CompletedTask));
        for (var i = 0; i < 3; i++)
        {
            Server.CloseWatches();
            await Until(() => Server.OpenWatches == 0 || Time.UntilNextTimer < TimeSpan.FromSeconds(5));
        }

        await Until(() => Log.Entries.Any(e => e.Message.Contains("without a single event", StringComparison.Ordinal)));
        Time.UntilNextTimer.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task An_object_that_does_not_fit_keeps_its_last_good_state_and_hides_no_other()
    {
        Put("a", 1);
        await StartAndSyncAsync();
        Server.Modify("kvfleet.test", "samples", "ns", "a", o => o["spec"]!["size"] = "huge");
        Put("b", 2);
        await UntilTold("initial a=1", "added b=2");
        LoseTrack(() => Put("c", 3));
        await MoveUntil(() => Handler.Told.Count == 3);
        Informer.Store.Get("a", "ns")!.Spec.Size.ShouldBe(1);
        Log.Entries.ShouldContain(e => e.Level == LogLevel.Error && e.Message.Contains("ns/a does not fit", StringComparison.Ordinal));
        Delete("a");
        await UntilTold("initial a=1", "added b=2", "added c=3", "deleted a=1");
    }

    [Fact]
    public async Task A_minute_without_a_server_ends_with_the_truth()
    {
        Put("a", 1);
        await StartAndSyncAsync();
        var outage = Server.Inject(_ => true, FakeFault.Drop());
        Server.CloseWatches();
        var start = Time.GetUtcNow();
        await MoveUntil(() => Time.GetUtcNow() - start > TimeSpan.FromMinutes(1));
        Put("a", 2);
        outage.Dispose();
        await MoveUntil(() => Handler.Told.Count == 2);
        Handler.Told.ShouldBe(["initial a=1", "updated a=1>2"]);
    }

    /// <summary>Lets things happen that no watch can tell of any more.</summary>
    private void LoseTrack(Action meanwhile)
    {
        var hold = Server.Inject(r => r.Verb == "watch", FakeFault.Drop());
        Server.CloseWatches();
        meanwhile();
        Server.Compact();
        hold.Dispose();
    }
}
