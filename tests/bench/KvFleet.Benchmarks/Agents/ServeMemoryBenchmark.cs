using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using KvFleet.Benchmarks.Processes;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Agents;

/// <summary>
/// What a published <c>kvfleet-serve</c> weighs when idle, as in a cluster: TLS to an API server, a watch, the node container's channel with volumes, a pool, reports over TLS and
/// scrapes until everything has been in use, then a quiet while in which the operator and Prometheus go on asking. It maps no extent, so no rows are in the figure.
/// </summary>
internal sealed class ServeMemoryBenchmark : IBenchmark
{
    private const double GoalMegabytes = 60;

    /// <inheritdoc/>
    public string Name => "agent.serve.rss";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("kvfleet-bench-").FullName;
        try
        {
            await using var api = await StartApiAsync();
            await File.WriteAllTextAsync(Path.Combine(folder, "kubeconfig"), api.KubeConfig("agent"), cancellationToken);
            WriteCertificate(folder);
            using var node = new QuietNode(folder, volumes: 20);
            var (report, metrics) = (ProductProcess.FreePort(), ProductProcess.FreePort());
            await using var serve = await ProductProcess.StartAsync(
                "agent/KvFleet.Agent",
                "kvfleet-serve",
                [
                    "--node-name=node-a", "--pod-uid=uid-agent", $"--channel-socket={Path.Combine(folder, "node.sock")}", $"--tls-directory={folder}",
                    $"--report-port={report}", $"--metrics-port={metrics}", "--log-level=Warning",
                ],
                new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBECONFIG"] = Path.Combine(folder, "kubeconfig") },
                cancellationToken);
            await UseAsync(report, metrics, cancellationToken);
            var details = serve.ReadMemory();
            return new BenchmarkResult(Name, details["VmRSS"], "MB", "goal", details["VmRSS"] / GoalMegabytes, details);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<FakeApiServer> StartApiAsync()
    {
        var api = await FakeApiServer.StartAsync(new FakeApiServerOptions
        {
            UseHttps = true,
            TokenReview = static (_, audiences) => new JsonObject
            {
                ["authenticated"] = true,
                ["audiences"] = new JsonArray([.. audiences.Select(static audience => JsonValue.Create(audience))]),
                ["user"] = new JsonObject { ["username"] = "system:serviceaccount:kvfleet-system:kvfleet-operator" },
            },
        });
        api.Register(new FakeResource("kvfleet.io", "v1alpha1", "KVCacheNode", "kvcachenodes", Namespaced: false, HasStatus: true, IsCustom: true));
        api.Put(JsonNode.Parse("""
            {"apiVersion":"kvfleet.io/v1alpha1","kind":"KVCacheNode","metadata":{"name":"node-a"},"spec":{"assignments":[
              {"pool":{"namespace":"tenant","name":"pool","uid":"uid-pool"},"bytes":"1Gi","rowStrideBytes":4096,"hugePages":"None","numaPolicy":"Spread",
               "holders":[{"name":"holder-0","bytes":"1Gi","state":"Hold"}]}]}}
            """)!.AsObject());
        return api;
    }

    private static async Task UseAsync(int report, int metrics, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=kvfleet-agent";
        using var http = new HttpClient(handler);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "operator");
        await IdleVisits.MakeAsync(
            http, [$"https://localhost:{report}/v1/report", $"http://localhost:{metrics}/metrics", $"http://localhost:{metrics}/readyz", $"http://localhost:{metrics}/livez"], cancellationToken);
    }

    private static void WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=kvfleet-agent", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
