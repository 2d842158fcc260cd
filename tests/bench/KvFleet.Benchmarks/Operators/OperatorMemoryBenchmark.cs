using System.Globalization;
using System.Text.Json.Nodes;
using KvFleet.Benchmarks.Processes;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Operators;

/// <summary>
/// What a published <c>kvfleet-operator</c> weighs when idle: leader of a fleet of 50 nodes, 10 pools and 500 foreign pods behind TLS, after it has planned, written, and asked every agent (none answers,
/// so it goes on asking); then a quiet while of probes and scrapes.
/// </summary>
internal sealed class OperatorMemoryBenchmark : IBenchmark
{
    private const double GoalMegabytes = 120;
    private const int Nodes = 50;
    private const int Pools = 10;
    private const int PodsPerNode = 10;

    /// <inheritdoc/>
    public string Name => "operator.rss";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("kvfleet-bench-").FullName;
        try
        {
            await using var api = await StartApiAsync();
            await File.WriteAllTextAsync(Path.Combine(folder, "kubeconfig"), api.KubeConfig("operator", "kvfleet-system"), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "token"), "operator", cancellationToken);
            var port = ProductProcess.FreePort();
            await using var process = await ProductProcess.StartAsync(
                "operator/KvFleet.Operator",
                "kvfleet-operator",
                [],
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["KUBECONFIG"] = Path.Combine(folder, "kubeconfig"),
                    ["KVFLEET_NAMESPACE"] = "kvfleet-system",
                    ["KVFLEET_IDENTITY"] = "benchmark",
                    ["KVFLEET_HTTPPORT"] = port.ToString(CultureInfo.InvariantCulture),
                    ["KVFLEET_AGENT__IMAGE"] = "kvfleet-agent:benchmark",
                    ["KVFLEET_TELEMETRY__TOKENFILE"] = Path.Combine(folder, "token"),
                    ["KVFLEET_LOGGING__LOGLEVEL__DEFAULT"] = "Error",
                },
                cancellationToken);
            using var http = new HttpClient();
            await IdleVisits.MakeAsync(http, [$"http://localhost:{port}/metrics", $"http://localhost:{port}/readyz", $"http://localhost:{port}/livez"], cancellationToken);
            var details = process.ReadMemory();
            details["KVCacheNodes"] = api.List("kvfleet.io", "kvcachenodes").Count;
            if (details["KVCacheNodes"] < Nodes)
                throw new InvalidOperationException($"The operator wrote {details["KVCacheNodes"]} of {Nodes} KVCacheNodes: it was not at work.");
            return new BenchmarkResult(Name, details["VmRSS"], "MB", "goal", details["VmRSS"] / GoalMegabytes, details);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<FakeApiServer> StartApiAsync()
    {
        var api = await FakeApiServer.StartAsync(new FakeApiServerOptions { UseHttps = true });
        api.Register(new FakeResource("kvfleet.io", "v1alpha1", "KVCachePool", "kvcachepools", HasStatus: true, IsCustom: true));
        api.Register(new FakeResource("kvfleet.io", "v1alpha1", "KVCacheNode", "kvcachenodes", Namespaced: false, HasStatus: true, IsCustom: true));
        api.Put(Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"kvfleet-system"}}"""));
        api.Put(Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"ai"}}"""));
        for (var node = 0; node < Nodes; node++)
        {
            api.Put(Parse($$$"""
                {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-{{{node}}}","labels":{"kubernetes.io/os":"linux","kubernetes.io/hostname":"node-{{{node}}}"}},
                 "status":{"allocatable":{"memory":"512Gi","cpu":"64","pods":"110"},"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
                """));
            api.Put(Parse($$$"""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"kvfleet-agent-{{{node}}}","namespace":"kvfleet-system",
                  "labels":{"app.kubernetes.io/name":"kvfleet","app.kubernetes.io/managed-by":"kvfleet","app.kubernetes.io/component":"agent"}},
                 "spec":{"nodeName":"node-{{{node}}}","containers":[{"name":"serve"}]},"status":{"phase":"Running","podIP":"127.0.0.1"}}
                """));
            for (var pod = 0; pod < PodsPerNode; pod++)
            {
                api.Put(Parse($$$"""
                    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod-{{{node}}}-{{{pod}}}","namespace":"ai"},
                     "spec":{"nodeName":"node-{{{node}}}","containers":[{"name":"c","resources":{"requests":{"memory":"8Gi"} } } ] },"status":{"phase":"Running"}}
                    """));
            }
        }

        for (var pool = 0; pool < Pools; pool++)
        {
            api.Put(Parse($$$"""
                {"apiVersion":"kvfleet.io/v1alpha1","kind":"KVCachePool","metadata":{"name":"pool-{{{pool}}}","namespace":"ai"},
                 "spec":{"model":{"name":"meta-llama/Llama-3.1-8B-Instruct"},"capacity":"1Ti"}}
                """));
        }

        return api;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
