using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Client;

/// <summary>A fake API server that knows the sample kind, and a client of it.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<KubernetesClient> _clients = [];

    private TestCluster(FakeApiServer server) => Server = server;

    public FakeApiServer Server { get; }

    public KubernetesClient Client => _clients.Count > 0 ? _clients[0] : Connect();

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TestCluster> StartAsync(FakeApiServerOptions? options = null)
    {
        var server = await FakeApiServer.StartAsync(options);
        server.Register(new FakeResource("kvfleet.test", "v1", "Sample", "samples", HasStatus: true, IsCustom: true));
        return new TestCluster(server);
    }

    public KubernetesClient Connect(
        TimeProvider? timeProvider = null, KubernetesCredentials? credentials = null, Func<KubernetesClientOptions, KubernetesClientOptions>? configure = null)
    {
        var options = new KubernetesClientOptions { UserAgent = "tests/1.0", Json = KubernetesJson.CreateOptions(SampleJsonContext.Default) };
        var configuration = new KubernetesClientConfiguration { Host = Server.Uri, Credentials = credentials ?? KubernetesCredentials.Anonymous };
        var client = new KubernetesClient(configuration, configure?.Invoke(options) ?? options, timeProvider);
        _clients.Add(client);
        return client;
    }

    public static SampleEntity Sample(string name, int size = 1, string? color = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "ns" },
        Spec = new SampleSpec { Size = size, Color = color },
    };

    public SampleEntity Stored(string name) =>
        System.Text.Json.JsonSerializer.Deserialize(
            Server.Find("kvfleet.test", "samples", "ns", name).ShouldNotBeNull().ToJsonString(), SampleJsonContext.Default.SampleEntity)!;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        await Server.DisposeAsync();
    }
}
