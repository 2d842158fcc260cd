using System.Diagnostics;
using System.Text.Json;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>The measured process: <c>informer list|warm-list|plain|warm-plain|watch URI</c>. Prints its figures as JSON.</summary>
internal static class InformerChild
{
    private const int Windows = 7;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    /// <summary>Does one task.</summary>
    internal static async Task<int> RunAsync(string task, Uri server)
    {
        var figures = task switch
        {
            "list" => await ListAsync(server, isWarm: false),
            "warm-list" => await ListAsync(server, isWarm: true),
            "plain" => await PlainList.MeasureAsync(server, isWarm: false, Settling),
            "warm-plain" => await PlainList.MeasureAsync(server, isWarm: true, Settling),
            "watch" => await WatchAsync(server),
            _ => throw new ArgumentException($"There is no task '{task}'.", nameof(task)),
        };
        Console.Write(JsonSerializer.Serialize(figures, BenchmarkJson.Default.DictionaryStringDouble));
        return 0;
    }

    private static async Task<Dictionary<string, double>> ListAsync(Uri server, bool isWarm)
    {
        using var client = Connect(server);
        // Code and connections are then there, so that what is added is what the objects cost.
        if (isWarm)
            await FollowAsync(client, "warm", static _ => Task.CompletedTask);
        using var memory = new AnonymousMemory();
        var started = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        Dictionary<string, double> figures = [];
        await FollowAsync(client, null, async informer =>
        {
            figures["seconds"] = Stopwatch.GetElapsedTime(started).TotalSeconds;
            figures["processorSeconds"] = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
            figures["objects"] = informer.Store.Count;
            await memory.AddToAsync(figures, Settling);
        });
        return figures;
    }

    /// <summary>Events that reach a handler, in windows of a second; then the plain serializer over the same events, without a network.</summary>
    private static async Task<Dictionary<string, double>> WatchAsync(Uri server)
    {
        using var client = Connect(server);
        List<double> perSecond = [];
        List<double> perProcessorSecond = [];
        using var handler = new CountingHandler();
        await FollowAsync(
            client,
            null,
            async _ =>
            {
                for (var window = -2; window < Windows; window++)
                {
                    var (before, processor, started) = (handler.Changes, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
                    await Task.Delay(Window, TimeProvider.System, CancellationToken.None);
                    var changes = handler.Changes - before;
                    if (window < 0)
                        continue;
                    perSecond.Add(changes / Stopwatch.GetElapsedTime(started).TotalSeconds);
                    perProcessorSecond.Add(changes / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
                }
            },
            handler);
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["perSecond"] = Median.Of(perSecond),
            ["perProcessorSecond"] = Median.Of(perProcessorSecond),
            ["serializerPerProcessorSecond"] = PlainList.EventsPerProcessorSecond(Window),
        };
    }

    private static async Task FollowAsync(
        KubernetesClient client, string? @namespace, Func<Informer<V1Pod>, Task> whenSynced, IInformerHandler<V1Pod>? handler = null)
    {
        using var stop = new CancellationTokenSource();
        var options = new InformerOptions<V1Pod>
        {
            Namespace = @namespace,
            Indices = new Dictionary<string, Func<V1Pod, IEnumerable<string>>>(StringComparer.Ordinal) { ["node"] = static pod => pod.Spec?.NodeName is { } node ? [node] : [] },
        };
        var informer = new Informer<V1Pod>(client, options, TimeProvider.System, NullLogger<Informer<V1Pod>>.Instance);
        if (handler is not null)
            informer.AddHandler(handler);
        var running = informer.RunAsync(stop.Token);
        await informer.WaitForSyncAsync(stop.Token);
        await whenSynced(informer);
        await stop.CancelAsync();
        await running;
    }

    private static KubernetesClient Connect(Uri server) => new(new KubernetesClientConfiguration { Host = server, SkipTlsVerify = true });
}
