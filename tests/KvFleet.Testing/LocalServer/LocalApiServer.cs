using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace KvFleet.Testing;

/// <summary>
/// A real etcd and a real kube-apiserver of its own, as processes on loopback ports that were free, with all state in a folder under <c>artifacts/</c>.
/// Nothing else of a cluster runs: no controllers (namespaces are never emptied, quotas never counted), no scheduler, no kubelets.
/// </summary>
public sealed class LocalApiServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly KubernetesBinaries _binaries;
    private readonly string _folder;
    private readonly int _etcdPort = FreePort();
    private readonly int _port = FreePort();
    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly HttpClient _http;
    private LocalProcess? _etcd;
    private LocalProcess? _server;

    private LocalApiServer(KubernetesBinaries binaries, string folder)
    {
        _binaries = binaries;
        _folder = folder;
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => IsOurs(shown) } });
    }

    /// <summary>Where the server is.</summary>
    public Uri Uri => new($"https://127.0.0.1:{_port}");

    /// <summary>Path of a kubeconfig for an administrator.</summary>
    public string KubeConfigPath => Path.Combine(_folder, "kubeconfig");

    /// <summary>Process ids of etcd and the API server, for measurements.</summary>
    public (int Etcd, int ApiServer) Processes => (_etcd!.Id, _server!.Id);

    /// <summary>Starts both; throws when the programs are not there.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<LocalApiServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var binaries = KubernetesBinaries.Find(out var missing) ?? throw new InvalidOperationException(missing);
        var root = Path.Combine(RepositoryFolder.Root, "artifacts", "api-servers");
        Leftovers.Clean(root);
        var server = new LocalApiServer(binaries, Leftovers.Claim(root));
        try
        {
            server.WriteFiles();
            server.StartEtcd();
            await server.ResumeAsync(cancellationToken);
            await server.WriteKubeConfigAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the API server; etcd keeps everything.</summary>
    public async Task SuspendAsync()
    {
        if (_server is { } server)
            await server.KillAsync();
        _server = null;
    }

    /// <summary>Starts the API server on the port that it had, and waits until it is ready.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ResumeAsync(CancellationToken cancellationToken = default)
    {
        var pki = Path.Combine(_folder, "pki");
        _server = LocalProcess.Start(
            Path.Combine(_folder, "kube-apiserver.log"),
            _binaries.ApiServer,
            [
                $"--etcd-servers=http://127.0.0.1:{_etcdPort}", "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", $"--secure-port={_port}",
                "--endpoint-reconciler-type=none", $"--cert-dir={pki}", $"--token-auth-file={pki}/tokens.csv", "--authorization-mode=RBAC", "--allow-privileged",
                "--service-cluster-ip-range=10.200.0.0/24", "--service-account-issuer=https://kubernetes.default.svc",
                $"--service-account-key-file={pki}/accounts.pem", $"--service-account-signing-key-file={pki}/accounts.pem",
                // Without controllers no namespace gets its default account, and no node loses its first taint.
                "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition",
                // History is forgotten when a test says so.
                "--etcd-compaction-interval=0",
            ]);
        await WaitUntilReadyAsync(cancellationToken);
    }

    /// <summary>Forgets history, as a server does after some minutes and as one that has just started does not know it: watches and pages from before are answered with 410.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ForgetHistoryAsync(CancellationToken cancellationToken = default)
    {
        // The API server answers watches from a memory of its own, which only a start empties.
        await SuspendAsync();
        await CompactAsync(cancellationToken);
        await ResumeAsync(cancellationToken);
    }

    /// <summary>Compacts etcd: pages from before are answered with 410.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task CompactAsync(CancellationToken cancellationToken = default)
    {
        var range = await EtcdAsync("range", new JsonObject { ["key"] = "AA==" }, cancellationToken);
        var revision = range["header"]!["revision"]!.GetValue<string>();
        await EtcdAsync("compaction", new JsonObject { ["revision"] = revision, ["physical"] = true }, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _server?.Dispose();
        _etcd?.Dispose();
        _http.Dispose();
        if (Environment.GetEnvironmentVariable("KVFLEET_KEEP_API_SERVERS") is not { Length: > 0 })
            Directory.Delete(_folder, recursive: true);
        await ValueTask.CompletedTask;
    }

    // The server makes its own certificate, new with every folder.
    private bool IsOurs(X509Certificate? shown)
    {
        using var written = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(_folder, "pki", "apiserver.crt")));
        return shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(written.RawData);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WriteFiles()
    {
        var pki = Directory.CreateDirectory(Path.Combine(_folder, "pki")).FullName;
        File.WriteAllText(Path.Combine(pki, "tokens.csv"), $"{_token},admin,admin,\"system:masters\"\n");
        using var accounts = RSA.Create(2048);
        File.WriteAllText(Path.Combine(pki, "accounts.pem"), accounts.ExportRSAPrivateKeyPem() + "\n");
    }

    private void StartEtcd()
    {
        var peers = $"http://127.0.0.1:{FreePort()}";
        _etcd = LocalProcess.Start(
            Path.Combine(_folder, "etcd.log"),
            _binaries.Etcd,
            [
                "--name=one", $"--data-dir={_folder}/etcd", "--unsafe-no-fsync", "--log-level=warn",
                $"--listen-client-urls=http://127.0.0.1:{_etcdPort}", $"--advertise-client-urls=http://127.0.0.1:{_etcdPort}",
                $"--listen-peer-urls={peers}", $"--initial-advertise-peer-urls={peers}", $"--initial-cluster=one={peers}",
            ]);
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await IsReadyAsync(cancellationToken))
        {
            if (_etcd!.HasExited)
                throw new InvalidOperationException($"etcd ended:\n{_etcd.LogTail}");
            if (_server!.HasExited || TimeProvider.System.GetElapsedTime(started) > StartLimit)
                throw new InvalidOperationException($"kube-apiserver did not become ready:\n{_server.LogTail}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Uri, "/readyz"));
            request.Headers.Authorization = new("Bearer", _token);
            using var answer = await _http.SendAsync(request, cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task WriteKubeConfigAsync(CancellationToken cancellationToken)
    {
        var certificate = await File.ReadAllBytesAsync(Path.Combine(_folder, "pki", "apiserver.crt"), cancellationToken);
        await File.WriteAllTextAsync(
            KubeConfigPath,
            KubeConfigText.For(Uri, Convert.ToBase64String(certificate), _token, "default"),
            cancellationToken);
    }

    private async Task<JsonNode> EtcdAsync(string call, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri($"http://127.0.0.1:{_etcdPort}/v3/kv/{call}"), content, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"etcd answered {call} with {answer.StatusCode}: {text}");
    }
}
