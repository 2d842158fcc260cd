using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using KvFleet.Agent.Options;
using KvFleet.Api;
using KvFleet.Api.Reports;
using KvFleet.Testing;

namespace KvFleet.Agent.Tests.Harness;

/// <summary>What an agent in a cluster has around it: an API server, a node container, certificates; all of them in this process.</summary>
internal sealed class ClusterFixture : IAsyncDisposable
{
    public const string Operator = "system:serviceaccount:kvfleet-system:kvfleet-operator";
    public const string NodeName = "node-a";
    private readonly HttpClient _http;

    private ClusterFixture(FakeApiServer api, ScriptedNode node)
    {
        (Api, Node) = (api, node);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            ServedCertificate = certificate?.GetCertHashString();
            return certificate?.Subject == "CN=kvfleet-agent.kvfleet-system.svc";
        };
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        _http = new HttpClient(handler);
    }

    public FakeApiServer Api { get; }

    public ScriptedNode Node { get; }

    public string? ServedCertificate { get; private set; }

    public string TlsDirectory => Path.Combine(Node.Directory, "tls");

    public string KubeConfigPath => Path.Combine(Node.Directory, "kubeconfig");

    public int ReportPort { get; } = FreePort();

    public int MetricsPort { get; } = FreePort();

    public AgentOptions Options => new()
    {
        NodeName = NodeName,
        PodUid = "uid-agent",
        ChannelSocket = Node.SocketPath,
        ReportPort = ReportPort,
        MetricsPort = MetricsPort,
        TlsDirectory = TlsDirectory,
        PopulateThreads = 2,
    };

    public static async Task<ClusterFixture> StartAsync(bool certificate = true)
    {
        var api = await FakeApiServer.StartAsync(new FakeApiServerOptions { TokenReview = Review });
        api.Register(new FakeResource(ApiGroup.Name, ApiGroup.Version, "KVCacheNode", "kvcachenodes", Namespaced: false, HasStatus: true, IsCustom: true));
        var node = new ScriptedNode(Directory.CreateTempSubdirectory("kvfleet-").FullName);
        node.Start();
        var fixture = new ClusterFixture(api, node);
        await File.WriteAllTextAsync(fixture.KubeConfigPath, api.KubeConfig());
        if (certificate)
            fixture.WriteCertificate();
        return fixture;
    }

    /// <summary>Assigns one pool with one holder for each size.</summary>
    public void Assign(params (string Holder, long Bytes)[] holders) => Assign(resp: null, holders);

    /// <summary>Assigns one pool with one holder for each size, served over the Redis protocol.</summary>
    public void Assign(JsonObject? resp, params (string Holder, long Bytes)[] holders) => Api.Put(new JsonObject
    {
        ["apiVersion"] = $"{ApiGroup.Name}/{ApiGroup.Version}",
        ["kind"] = "KVCacheNode",
        ["metadata"] = new JsonObject { ["name"] = NodeName },
        ["spec"] = new JsonObject
        {
            ["assignments"] = new JsonArray(new JsonObject
            {
                ["pool"] = new JsonObject { ["namespace"] = "tenant", ["name"] = "pool", ["uid"] = "uid-pool" },
                ["bytes"] = holders.Sum(static h => h.Bytes).ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["rowStrideBytes"] = 4096,
                ["hugePages"] = "None",
                ["numaPolicy"] = "Spread",
                ["resp"] = resp,
                ["holders"] = new JsonArray([.. holders.Select(static h => new JsonObject
                {
                    ["name"] = h.Holder,
                    ["bytes"] = h.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    ["state"] = "Hold",
                })]),
            }),
        },
    });

    public string WriteCertificate()
    {
        Directory.CreateDirectory(TlsDirectory);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kvfleet-agent.kvfleet-system.svc", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(TlsDirectory, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(TlsDirectory, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate.GetCertHashString();
    }

    public async Task<(HttpStatusCode Status, string Body)> GetReportAsync(string? token, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://localhost:{ReportPort}/v1/report{query}");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, string Body)> PutAsync(string path, string body, string? token = "operator", int? port = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"https://localhost:{port ?? ReportPort}{path}") { Content = new StringContent(body) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<AgentReport> ReportAsync()
    {
        var (status, body) = await GetReportAsync("operator");
        status.ShouldBe(HttpStatusCode.OK, body);
        return JsonSerializer.Deserialize(body, KvFleetJsonContext.Default.AgentReport).ShouldNotBeNull();
    }

    public Task ReadyAsync(long bytes) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                return (await ReportAsync()).Pools is [{ Phase: PoolPhase.Ready } pool] && pool.ResidentBytes == bytes;
            }
            catch (HttpRequestException)
            {
                return false; // It is still starting.
            }
        },
        () => $"{bytes} bytes ready");

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri($"http://localhost:{MetricsPort}{path}"));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Node.DisposeAsync();
        await Api.DisposeAsync();
        Directory.Delete(Node.Directory, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static JsonObject Review(string token, IReadOnlyList<string> audiences) => token switch
    {
        "operator" => Known(Operator, [.. audiences]),
        "somebody" => Known("system:serviceaccount:tenant:default", [.. audiences]),
        "unbound" => Known(Operator, []),
        _ => new JsonObject { ["authenticated"] = false, ["error"] = "invalid" },
    };

    private static JsonObject Known(string user, string[] audiences) => new()
    {
        ["authenticated"] = true,
        ["audiences"] = new JsonArray([.. audiences.Select(a => JsonValue.Create(a))]),
        ["user"] = new JsonObject { ["username"] = user },
    };
}
