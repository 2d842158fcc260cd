using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>The peer: a program that only wants the list, with HttpClient and the serializer, into a dictionary. No store, no indices, no second look.</summary>
internal static class PlainList
{
    /// <summary>Lists once.</summary>
    internal static async Task<Dictionary<string, double>> MeasureAsync(Uri server, bool isWarm, TimeSpan settling)
    {
        using var handler = Handler();
        using var client = new HttpClient(handler) { BaseAddress = server, DefaultRequestVersion = HttpVersion.Version20 };
        if (isWarm)
            await ListAsync(client, "api/v1/namespaces/warm/pods");
        using var memory = new AnonymousMemory();
        var started = Stopwatch.GetTimestamp();
        var pods = await ListAsync(client, "api/v1/pods");
        var figures = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["seconds"] = Stopwatch.GetElapsedTime(started).TotalSeconds,
        };
        await memory.AddToAsync(figures, settling);
        figures["objects"] = pods.Count;
        return figures;
    }

    /// <summary>Watch events through the serializer alone, from memory, by processor time.</summary>
    internal static double EventsPerProcessorSecond(TimeSpan atLeast)
    {
        var samples = new PodSamples();
        var lines = Enumerable.Range(0, 1000).Select(i => samples.RenderEvent("MODIFIED", i).Line).ToArray();
        List<double> rates = [];
        for (var run = -2; run < 3; run++)
        {
            var (started, processor, events) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, 0);
            while (Stopwatch.GetElapsedTime(started) < atLeast)
            {
                foreach (var line in lines)
                    _ = JsonSerializer.Deserialize(line, BenchmarkJson.Default.PlainWatchEvent);
                events += lines.Length;
            }

            if (run >= 0)
                rates.Add(events / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        }

        return Median.Of(rates);
    }

    private static async Task<Dictionary<string, V1Pod>> ListAsync(HttpClient client, string path)
    {
        await using var stream = await client.GetStreamAsync(new Uri(path, UriKind.Relative));
        var list = await JsonSerializer.DeserializeAsync(stream, BenchmarkJson.Default.PlainPodList);
        return list!.Items.ToDictionary(static pod => pod.Metadata.Name!, StringComparer.Ordinal);
    }

    [SuppressMessage("Security", "CA5359", Justification = "The server is this benchmark's own.")]
    private static SocketsHttpHandler Handler() => new() { SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true } };
}
