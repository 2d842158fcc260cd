using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using KvFleet.Kubernetes.Diagnostics;

namespace KvFleet.Kubernetes.Queues;

/// <summary>
/// The <c>workqueue_*</c> metrics under the names that client-go gave them, so that existing dashboards and alerts work.
/// Labels are the queue's name twice (<c>name</c>, <c>controller</c>), as controller-runtime has them; never an object's.
/// </summary>
public sealed class WorkQueueMetrics
{
    // client-go's buckets: 10 ns to 10 s by powers of ten. Queues answer in microseconds or are in trouble.
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000],
    };

    private readonly ConcurrentDictionary<IQueueState, KeyValuePair<string, object?>[]> _queues = new();
    private readonly Histogram<double> _queueDuration;
    private readonly Histogram<double> _workDuration;

    /// <summary>Creates the instruments.</summary>
    /// <param name="factory">The application's meter factory.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = KubernetesMeter.OwnedByFactory)]
    public WorkQueueMetrics(IMeterFactory factory)
    {
        var meter = KubernetesMeter.From(factory);
        // The queue counts, and is asked at scrape time: a counter of its own would cost more than the add that it counts.
        meter.CreateObservableCounter("workqueue_adds_total", () => Observe(static q => q.Adds), description: "Total number of adds handled by workqueue.");
        meter.CreateObservableCounter(
            "workqueue_retries_total", () => Observe(static q => q.RateLimitedAdds), description: "Total number of retries handled by workqueue.");
        _queueDuration = meter.CreateHistogram(
            "workqueue_queue_duration_seconds",
            "s",
            "How long in seconds an item stays in workqueue before being requested.",
            tags: null,
            Buckets);
        _workDuration = meter.CreateHistogram(
            "workqueue_work_duration_seconds",
            "s",
            "How long in seconds processing an item from workqueue takes.",
            tags: null,
            Buckets);
        meter.CreateObservableGauge("workqueue_depth", () => Observe(static q => (double)q.Depth), description: "Current depth of workqueue.");
        meter.CreateObservableGauge(
            "workqueue_unfinished_work_seconds",
            () => Observe(static q => q.RunningSeconds().Sum),
            "s",
            "How many seconds of work has been done that is in progress and has not been observed by work_duration. Large values indicate stuck workers.");
        meter.CreateObservableGauge(
            "workqueue_longest_running_processor_seconds",
            () => Observe(static q => q.RunningSeconds().Longest),
            "s",
            "How many seconds has the longest running processor for workqueue been running.");
    }

    internal QueueInstruments Register(IQueueState queue)
    {
        var tags = new KeyValuePair<string, object?>[] { new("name", queue.Name), new("controller", queue.Name) };
        _queues[queue] = tags;
        return new QueueInstruments(_queueDuration, _workDuration, tags);
    }

    internal void Unregister(IQueueState queue) => _queues.TryRemove(queue, out _);

    private IEnumerable<Measurement<T>> Observe<T>(Func<IQueueState, T> value)
        where T : struct
    {
        foreach (var (queue, tags) in _queues)
            yield return new(value(queue), tags);
    }
}
