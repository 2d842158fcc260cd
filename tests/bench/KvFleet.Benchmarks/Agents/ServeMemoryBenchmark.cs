using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using KvFleet.Benchmarks.Holders;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Agents;

/// <summary>
/// What a published <c>kvfleet-serve</c> weighs when idle, as in a cluster: TLS to an API server, a watch, the node container's channel with volumes, a pool, reports over TLS and
/// scrapes until everything has been in use, then a quiet while in which the operator and Prometheus go on asking. It maps no extent, so no rows are in the figure.
/// </summary>
internal sealed class ServeMemoryBenchmark : IBenchmark
{
    private const double GoalMegabytes = 60;
    private const int Rounds = 60;
    private const int QuietRounds = 12;
    private static readonly TimeSpan QuietPause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Name => "agent.serve.rss";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var output = Path.Combine(Commands.RepositoryRoot, "artifacts", "bench", "serve");
        await Commands.RunAsync("dotnet", ["publish", Path.Combine(Commands.RepositoryRoot, "agent", "KvFleet.Agent"), "-c", "Release", "-o", output, "-nodeReuse:false"], cancellationToken);
        var folder = Directory.CreateTempSubdirectory("kvfleet-bench-").FullName;
        try
        {
            await using var api = await StartApiAsync();
            await File.WriteAllTextAsync(Path.Combine(folder, "kubeconfig"), api.KubeConfig("agent"), cancellationToken);
            WriteCertificate(folder);
            using var node = new QuietNode(folder, volumes: 20);
            var (report, metrics) = (FreePort(), FreePort());
            using var serve = Start(output, folder, report, metrics);
            try
            {
                await UseAsync(report, metrics, Rounds, TimeSpan.FromMilliseconds(100), cancellationToken);
                await UseAsync(report, metrics, QuietRounds, QuietPause, cancellationToken);
                var details = ReadStatus(serve.Id);
                return new BenchmarkResult(Name, details["VmRSS"], "MB", "goal", details["VmRSS"] / GoalMegabytes, details);
            }
            finally
            {
                serve.Kill();
                await serve.WaitForExitAsync(CancellationToken.None);
            }
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

    private static Process Start(string output, string folder, int report, int metrics)
    {
        var start = new ProcessStartInfo(
            Path.Combine(output, "kvfleet-serve"),
            [
                "--node-name=node-a", "--pod-uid=uid-agent", $"--channel-socket={Path.Combine(folder, "node.sock")}", $"--tls-directory={folder}",
                $"--report-port={report}", $"--metrics-port={metrics}", "--log-level=Warning",
            ])
        {
            UseShellExecute = false,
        };
        start.Environment["KUBECONFIG"] = Path.Combine(folder, "kubeconfig");
        return Process.Start(start)!;
    }

    private static async Task UseAsync(int report, int metrics, int rounds, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=kvfleet-agent";
        using var http = new HttpClient(handler);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "operator");
        string[] addresses = [$"https://localhost:{report}/v1/report", $"http://localhost:{metrics}/metrics", $"http://localhost:{metrics}/readyz", $"http://localhost:{metrics}/livez"];
        for (var round = 0; round < rounds;)
        {
            try
            {
                foreach (var address in addresses)
                {
                    using var answer = await http.GetAsync(new Uri(address), cancellationToken);
                    await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                    if (round == rounds - 1 && answer.StatusCode != HttpStatusCode.OK)
                        throw new InvalidOperationException($"{address} answered {answer.StatusCode}.");
                }

                round++;
            }
            catch (HttpRequestException)
            {
                // It is still starting.
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
    }

    private static void WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=kvfleet-agent", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Dictionary<string, double> ReadStatus(int process)
    {
        string[] wanted = ["VmRSS", "RssAnon", "RssFile", "RssShmem", "VmPTE", "Threads"];
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines($"/proc/{process}/status"))
        {
            var parts = line.Split([':', '\t', ' '], StringSplitOptions.RemoveEmptyEntries);
            if (wanted.Contains(parts[0], StringComparer.Ordinal))
                figures[parts[0]] = double.Parse(parts[1], CultureInfo.InvariantCulture) * (parts.Length > 2 ? 1.024e-3 : 1);
        }

        return figures;
    }
}
