using System.Text;
using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;

namespace KvFleet.Kubernetes.Tests.Events;

public sealed class EventRecorderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_carries_everything_the_api_requires()
    {
        await using var events = new EventHarness();
        events.Time.Advance(TimeSpan.FromTicks(12_345_678));
        events.Record("2 GiB assigned");
        await events.SettleAsync();

        var written = (await events.EventsAsync()).ShouldHaveSingleItem();
        written.Namespace().ShouldBe("ns");
        written.Name().ShouldStartWith("pool.");
        (written.ReportingController, written.ReportingInstance, written.Action).ShouldBe(("kvfleet.io/operator", "operator-0", "Reconcile"));
        (written.Reason, written.Note, written.Type).ShouldBe(("Assigned", "2 GiB assigned", "Normal"));
        written.Series.ShouldBeNull();
        written.EventTime!.Value.Ticks.ShouldBe(events.Time.GetUtcNow().Ticks / 10 * 10);
        var regarding = written.Regarding!;
        (regarding.ApiVersion, regarding.Kind, regarding.Name, regarding.NamespaceProperty, regarding.Uid).ShouldBe(("kvfleet.test/v1", "Sample", "pool", "ns", "u1"));
    }

    [Fact]
    public async Task Events_of_cluster_scoped_objects_live_in_default_and_name_what_is_related()
    {
        await using var events = new EventHarness();
        var node = new V1Node { Metadata = new V1ObjectMeta { Name = "n1", Uid = "nu" } };
        events.Recorder.Record(node, EventType.Warning, "Lost", "no report", "Probe", events.Pool);
        await events.SettleAsync();

        var written = (await events.EventsAsync()).ShouldHaveSingleItem();
        written.Namespace().ShouldBe("default");
        written.Regarding!.NamespaceProperty.ShouldBeNull();
        (written.Related!.Kind, written.Related.Name, written.Action, written.Type).ShouldBe(("Sample", "pool", "Probe", "Warning"));
    }

    [Fact]
    public async Task Texts_are_cut_to_what_the_server_takes()
    {
        await using var events = new EventHarness();
        events.Pool = Samples.Make(new string('p', 253));
        events.Record(string.Concat(Enumerable.Repeat("ä😀", 500)), new string('R', 200));
        await Eventually.BeAsync(() => events.Client.Calls.Any(c => c.StartsWith("CREATE", StringComparison.Ordinal)), "the event is written");

        var written = (await events.Client.ListAsync<Eventsv1Event>(cancellationToken: Token)).ShouldHaveSingleItem();
        Encoding.UTF8.GetByteCount(written.Note!).ShouldBeInRange(1018, 1024);
        written.Note!.ShouldEndWith("...");
        written.Note!.ShouldNotContain("\ufffd");
        written.Reason.Length.ShouldBe(128);
        written.Name().Length.ShouldBe(253);
    }

    [Fact]
    public async Task The_second_time_becomes_a_series_of_two_at_once_and_later_ones_wait()
    {
        await using var events = new EventHarness();
        for (var i = 0; i < 5; i++)
        {
            events.Time.Advance(TimeSpan.FromSeconds(1));
            events.Record($"{i} GiB");
        }

        await events.SettleAsync();
        var written = (await events.EventsAsync()).ShouldHaveSingleItem();
        written.Note.ShouldBe("0 GiB");
        written.Series!.Count.ShouldBe(2);
        events.Client.Calls.Count(c => c.StartsWith("PATCH", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_series_is_finished_with_its_last_count_after_six_quiet_minutes()
    {
        await using var events = new EventHarness();
        for (var i = 0; i < 5; i++)
        {
            events.Record();
            events.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await events.SettleAsync();
        await AdvanceMinutesAsync(events, 7);
        (await events.EventsAsync()).ShouldHaveSingleItem().Series!.Count.ShouldBe(5);

        events.Record("again");
        await events.SettleAsync();
        var all = await events.EventsAsync();
        all.Count.ShouldBe(2);
        all[1].Series.ShouldBeNull();
        all[1].Note.ShouldBe("again");
    }

    [Fact]
    public async Task A_long_series_is_written_every_half_hour_so_that_it_does_not_expire()
    {
        await using var events = new EventHarness();
        for (var minute = 0; minute < 65; minute++)
        {
            events.Record();
            await AdvanceMinutesAsync(events, 1);
        }

        // Count 2 at once, then after 30 and 60 minutes.
        events.Client.Calls.Count(c => c.StartsWith("PATCH Event pool", StringComparison.Ordinal)).ShouldBe(3);
        (await events.EventsAsync()).ShouldHaveSingleItem().Series!.Count.ShouldBeGreaterThan(58);
    }

    [Fact]
    public async Task The_note_and_the_objects_version_do_not_make_an_event_another_but_its_incarnation_does()
    {
        await using var events = new EventHarness();
        events.Record("a");
        events.Pool = Samples.Make("pool", version: "2");
        events.Record("b");
        events.Pool = Samples.Make("pool", version: "3", uid: "u2");
        events.Record("c");
        events.Record("d", reason: "Other");
        await events.SettleAsync();

        (await events.EventsAsync()).Select(e => (e.Note!, e.Series?.Count)).ShouldBe([("a", 2), ("c", null), ("d", null)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_series_whose_event_expired_starts_again()
    {
        await using var events = new EventHarness();
        events.Record("first");
        await events.SettleAsync();
        var first = (await events.EventsAsync()).ShouldHaveSingleItem();
        await events.Client.DeleteAsync<Eventsv1Event>(first.Name(), "ns", cancellationToken: Token);
        events.Time.Advance(TimeSpan.FromSeconds(1));
        events.Record("second");
        await events.SettleAsync();

        var again = (await events.EventsAsync()).ShouldHaveSingleItem();
        again.Series.ShouldBeNull();
        again.Name().ShouldNotBe(first.Name());
    }

    [Fact]
    public async Task A_server_without_the_group_gets_core_events()
    {
        await using var events = new EventHarness();
        events.Client.HasEventsV1 = false;
        events.Record("one");
        events.Record("two");
        await events.CallsAsync(3);

        var written = (await events.Client.ListAsync<Corev1Event>(cancellationToken: Token)).ShouldHaveSingleItem();
        (written.Message, written.Reason, written.Type, written.Count).ShouldBe(("one", "Assigned", "Normal", 2));
        written.InvolvedObject!.Name.ShouldBe("pool");
        written.Source!.Component.ShouldBe("kvfleet.io/operator");
        events.Client.Calls.Count(c => c.StartsWith("DISCOVER", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_is_away_is_tried_again()
    {
        await using var events = new EventHarness();
        events.Client.Before = (_, _) => throw new HttpRequestException("refused");
        events.Record();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await events.Time.WaitForTimersAsync(2, Token);
            events.Time.Advance(TimeSpan.FromSeconds(1 << attempt));
        }

        events.Client.Before = null;
        await events.Time.WaitForTimersAsync(2, Token);
        events.Time.Advance(TimeSpan.FromSeconds(8));
        await events.SettleAsync();
        (await events.EventsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_the_server_refuses_is_dropped_counted_and_holds_up_nobody()
    {
        await using var events = new EventHarness();
        events.Client.Before = (call, _) => call.StartsWith("CREATE Event pool", StringComparison.Ordinal)
            ? throw MemoryClient.Error(403, StatusReasons.Forbidden)
            : Task.CompletedTask;
        events.Record();
        await events.SettleAsync();

        (await events.EventsAsync()).ShouldBeEmpty();
        events.Metrics["kubernetes_events_dropped_total"].ShouldBe(1);
    }

    [Fact]
    public async Task A_full_queue_drops_instead_of_blocking()
    {
        await using var events = new EventHarness(capacity: 3, start: false);
        for (var i = 0; i < 10; i++)
            events.Record(reason: "R" + i);

        events.Metrics["kubernetes_events_dropped_total"].ShouldBe(7);
    }

    [Fact]
    public async Task The_number_of_remembered_series_is_bounded()
    {
        await using var events = new EventHarness(maxSeries: 2);
        foreach (var reason in new[] { "A", "B", "C", "A" })
        {
            events.Time.Advance(TimeSpan.FromSeconds(1));
            events.Record(reason: reason);
        }

        await events.SettleAsync();
        // A was forgotten for C: its second time is a new event.
        (await events.EventsAsync()).Select(e => e.Reason).ShouldBe(["A", "B", "C", "A"]);
    }

    [Fact]
    public async Task Stopping_writes_what_is_queued_and_the_last_counts()
    {
        await using var events = new EventHarness();
        await events.SettleAsync();
        for (var i = 0; i < 4; i++)
            events.Record();
        await events.Recorder.StopAsync(Token);
        events.Record("too late");

        (await events.EventsAsync()).ShouldHaveSingleItem().Series!.Count.ShouldBe(4);
    }

    [Fact]
    public void Recording_never_throws()
    {
        var events = new EventHarness(start: false);
        events.Recorder.Record(null!, EventType.Normal, "R", "note");
    }

    private static async Task AdvanceMinutesAsync(EventHarness events, int minutes)
    {
        for (var i = 0; i < minutes; i++)
        {
            events.Time.Advance(TimeSpan.FromMinutes(1));
            await events.SettleAsync();
        }
    }
}
