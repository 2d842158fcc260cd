using System.Globalization;
using System.Text.Json.Nodes;
using KvFleet.Api;
using KvFleet.Benchmarks.Processes;
using KvFleet.Benchmarks.Scale;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Soak;

/// <summary>
/// The published operator against a real API server: first nothing happens, then 100 foreign pods a second come and go, which it watches because their requests count. <c>KVFLEET_SOAK_SECONDS</c> says for how
/// long (60 by default; 1800 for the real thing).
/// </summary>
internal sealed class SoakRun
{
    private const int PerSecond = 100;
    private const int Alive = 500;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan IdleWindow = TimeSpan.FromSeconds(30);
    private static Task<SoakRun>? _shared;

    /// <summary>Processor time while idle, percent of a core.</summary>
    internal required double IdlePercent { get; init; }

    /// <summary>Anonymous memory (median of the last quarter of the churn over that of the second).</summary>
    internal required double Growth { get; init; }

    /// <summary>What was done and measured.</summary>
    internal required IReadOnlyDictionary<string, double> Details { get; init; }

    /// <summary>Both benchmarks are of one run.</summary>
    internal static Task<SoakRun> GetAsync(CancellationToken cancellationToken) => _shared ??= RunAsync(cancellationToken);

    private static async Task<SoakRun> RunAsync(CancellationToken cancellationToken)
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("KVFLEET_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var set) ? set : 60;
        await using var server = await LocalApiServer.StartAsync(cancellationToken);
        using var client = new KubernetesClient(
            KubernetesClientConfiguration.FromKubeConfig(server.KubeConfigPath), new KubernetesClientOptions { Json = KubernetesJson.CreateOptions(KvFleetJsonContext.Default) });
        await ScaleFleet.CreateAsync(client, server.KubeConfigPath, nodes: 20, pools: 2, agents: false, cancellationToken);
        await using var process = await StartAsync(server.KubeConfigPath, cancellationToken);
        await Task.Delay(Settling, TimeProvider.System, cancellationToken);
        var idle = process.ReadCpuSeconds();
        await Task.Delay(IdleWindow, TimeProvider.System, cancellationToken);
        idle = (process.ReadCpuSeconds() - idle) / IdleWindow.TotalSeconds * 100;

        var started = TimeProvider.System.GetTimestamp();
        var busy = process.ReadCpuSeconds();
        var samples = new List<double>();
        var made = 0;
        while (TimeProvider.System.GetElapsedTime(started) is var elapsed && elapsed.TotalSeconds < seconds)
        {
            // As many as are due by now; a machine that cannot keep up shows in the rate.
            var due = (int)Math.Min(elapsed.TotalSeconds * PerSecond, made + PerSecond) - made;
            await Parallel.ForEachAsync(Enumerable.Range(made, due), cancellationToken, async (pod, token) => await ReplaceAsync(client, pod, token));
            made += due;
            samples.Add(process.ReadMemory()["RssAnon"]);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }

        var quarter = samples.Count / 4;
        var (early, late) = (Median.Of(samples[quarter..(2 * quarter)]), Median.Of(samples[(3 * quarter)..]));
        var details = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["seconds"] = seconds,
            ["podsPerSecond"] = made / TimeProvider.System.GetElapsedTime(started).TotalSeconds,
            ["churnCpuPercent"] = (process.ReadCpuSeconds() - busy) / TimeProvider.System.GetElapsedTime(started).TotalSeconds * 100,
            ["idleCpuPercent"] = idle,
            ["earlyMegabytes"] = early,
            ["lateMegabytes"] = late,
        };
        return new SoakRun { IdlePercent = idle, Growth = late / early, Details = details };
    }

    private static Task<ProductProcess> StartAsync(string kubeConfig, CancellationToken cancellationToken) => ProductProcess.StartAsync(
        "operator/KvFleet.Operator",
        "kvfleet-operator",
        [],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["KUBECONFIG"] = kubeConfig,
            ["KVFLEET_NAMESPACE"] = ScaleFleet.System,
            ["KVFLEET_IDENTITY"] = "soak",
            ["KVFLEET_HTTPPORT"] = ProductProcess.FreePort().ToString(CultureInfo.InvariantCulture),
            ["KVFLEET_LOGGING__LOGLEVEL__DEFAULT"] = "Error",
        },
        cancellationToken);

    // A pod comes, and the one that came a while ago goes.
    private static async Task ReplaceAsync(KubernetesClient client, int pod, CancellationToken cancellationToken)
    {
        var body = $$$"""{"metadata":{"name":"churn-{{{pod}}}"},"spec":{"nodeName":"{{{ScaleFleet.NodeName(pod % 20)}}}","containers":[{"name":"c","image":"none","resources":{"requests":{"memory":"1Mi"} } }] } }""";
        await client.Raw.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ScaleFleet.Namespace}/pods", JsonNode.Parse(body), cancellationToken: cancellationToken);
        if (pod >= Alive)
            await client.DeleteAsync<V1Pod>($"churn-{pod - Alive}", ScaleFleet.Namespace, new V1DeleteOptions { GracePeriodSeconds = 0 }, cancellationToken);
    }
}
