using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Kubernetes.Tests.Events;

/// <summary>A recorder whose loop runs, over a client in memory.</summary>
internal sealed class EventHarness : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    public EventHarness(int capacity = 1000, int maxSeries = 4096, bool start = true)
    {
        var settings = new EventSettings
        {
            ReportingController = "kvfleet.io/operator",
            ReportingInstance = "operator-0",
            QueueCapacity = capacity,
            MaxSeries = maxSeries,
        };
        Recorder = new EventRecorder(Client, settings, Time, NullLogger<EventRecorder>.Instance, new EventMetrics(Metrics.Factory));
        _loop = start ? Task.Run(() => Recorder.RunAsync(_end.Token)) : Task.CompletedTask;
    }

    public MemoryClient Client { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public Metering Metrics { get; } = new();

    public EventRecorder Recorder { get; }

    public SampleEntity Pool { get; set; } = Samples.Make("pool");

    public void Record(string note = "note", string reason = "Assigned") => Recorder.Record(Pool, EventType.Normal, reason, note);

    public Task CallsAsync(int count) => Eventually.BeAsync(() => Client.Calls.Count >= count, $"{count} calls, not only {string.Join(", ", Client.Calls)}");

    /// <summary>Lets the loop take everything queued so far, by the order of the queue.</summary>
    public async Task SettleAsync()
    {
        var marker = Samples.Make("marker" + Guid.NewGuid().ToString("N"));
        Recorder.Record(marker, EventType.Normal, "Marker", "x");
        await Eventually.BeAsync(() => Client.Calls.Any(c => c.StartsWith("CREATE Event " + marker.Name(), StringComparison.Ordinal)), "the marker is written");
    }

    public async Task<List<Eventsv1Event>> EventsAsync() =>
        [.. (await Client.ListAsync<Eventsv1Event>()).Where(e => e.Reason != "Marker").OrderBy(e => e.EventTime)];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        Metrics.Dispose();
    }
}
