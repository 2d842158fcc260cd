using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Queues;
using KvFleet.Prometheus;
using Microsoft.Extensions.DependencyInjection;

namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>
/// Rounds of add, take and done a second in one thread, over keys as controllers have them, with the metrics exporter listening as in production. Beside it a plain channel, which
/// neither tells keys apart nor measures anything; and the queue without an exporter.
/// </summary>
internal sealed class QueueBenchmark : IBenchmark
{
    private const int Keys = 1000;
    private const int Rounds = 500_000;
    private const int Runs = 9;

    /// <inheritdoc/>
    public string Name => "runtime.queue";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddMetrics().AddPrometheusExporter().BuildServiceProvider();
        var collector = services.GetRequiredService<PrometheusCollector>();
        using var queue = new WorkQueue<ObjectKey>("bench", TimeProvider.System, metrics: new WorkQueueMetrics(services.GetRequiredService<IMeterFactory>()));
        using var silent = new WorkQueue<ObjectKey>("silent", TimeProvider.System);
        var channel = Channel.CreateUnbounded<ObjectKey>();
        var keys = Enumerable.Range(0, Keys).Select(static i => new ObjectKey("inference", $"llama-8b-{i:0000}")).ToArray();

        List<double> ours = [];
        List<double> withoutExporter = [];
        List<double> theirs = [];
        for (var run = -1; run < Runs; run++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (measured, plain, peer) = (await MeasureAsync(queue, keys), await MeasureAsync(silent, keys), await MeasureAsync(channel, keys));
            // The first run warms up.
            if (run < 0)
                continue;
            ours.Add(measured);
            withoutExporter.Add(plain);
            theirs.Add(peer);
        }

        Check(collector, (Runs + 1L) * Rounds);
        var (value, peerValue) = (Median.Of(ours), Median.Of(theirs));
        var details = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["keys"] = Keys,
            ["roundsPerRun"] = Rounds,
            ["runs"] = Runs,
            ["fastestPerSecond"] = ours.Max(),
            ["withoutExporterPerSecond"] = Median.Of(withoutExporter),
            ["channelPerSecond"] = peerValue,
        };
        return new BenchmarkResult(Name, value, "rounds/s", "channel", value / peerValue, details);
    }

    private static async Task<double> MeasureAsync(WorkQueue<ObjectKey> queue, ObjectKey[] keys)
    {
        var started = Stopwatch.GetTimestamp();
        for (var round = 0; round < Rounds; round++)
        {
            queue.Add(keys[round % keys.Length]);
            var item = await queue.TakeAsync(CancellationToken.None);
            queue.Done(item!.Value.Key);
        }

        return Rounds / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> MeasureAsync(Channel<ObjectKey> channel, ObjectKey[] keys)
    {
        var started = Stopwatch.GetTimestamp();
        for (var round = 0; round < Rounds; round++)
        {
            channel.Writer.TryWrite(keys[round % keys.Length]);
            await channel.Reader.ReadAsync(CancellationToken.None);
        }

        return Rounds / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Makes sure that the exporter really saw every round.</summary>
    private static void Check(PrometheusCollector collector, long rounds)
    {
        var page = new System.Buffers.ArrayBufferWriter<byte>();
        collector.Collect(page, ExpositionFormat.PrometheusText);
        var text = System.Text.Encoding.UTF8.GetString(page.WrittenSpan);
        foreach (var metric in (string[])["workqueue_adds_total", "workqueue_queue_duration_seconds_count", "workqueue_work_duration_seconds_count"])
        {
            var line = $"{metric}{{controller=\"bench\",name=\"bench\"}} {rounds}";
            if (!text.Contains(line, StringComparison.Ordinal))
                throw new InvalidOperationException($"The exporter has no line '{line}':\n{text}");
        }
    }
}
