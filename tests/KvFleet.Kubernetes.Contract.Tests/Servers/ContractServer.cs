using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Contract.Tests.Widgets;
using KvFleet.Kubernetes.Models;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Contract.Tests.Servers;

/// <summary>A server as one case sees it: a client, a namespace, and what can be done to it.</summary>
public sealed class ContractServer : IAsyncDisposable
{
    private readonly KubernetesClientConfiguration _configuration;
    private readonly LocalApiServer? _own;

    private ContractServer(ServerKind kind, KubernetesClientConfiguration configuration, string @namespace, FakeApiServer? fake, LocalApiServer? own)
    {
        (Kind, Namespace, Fake, _configuration, _own) = (kind, @namespace, fake, configuration, own);
        Client = Connect(configuration);
    }

    /// <summary>What it is.</summary>
    public ServerKind Kind { get; }

    /// <summary>An administrator's client.</summary>
    public IKubernetesClient Client { get; }

    /// <summary>A namespace that only this case uses.</summary>
    public string Namespace { get; }

    /// <summary>How the administrator connects, to be changed for other clients.</summary>
    public KubernetesClientConfiguration Configuration => _configuration;

    /// <summary>The fake, to inject faults; null on a real server.</summary>
    public FakeApiServer? Fake { get; }

    /// <summary>Path of the kubeconfig, for other processes; null but on a server of the case's own.</summary>
    public string? KubeConfigPath => _own?.KubeConfigPath;

    public static async Task<ContractServer> OnFakeAsync(ServerKind kind, string? version, CancellationToken cancellationToken)
    {
        version = version is { Length: > 0 } ? version : kind == ServerKind.FakeNewest ? "v1.36.0" : "v1.20.2";
        var fake = await FakeApiServer.StartAsync(new FakeApiServerOptions { UseHttps = true, GitVersion = version });
        var authority = CertificateAuthority.FromPem(fake.CertificateAuthorityPem!);
        var server = new ContractServer(
            kind, new KubernetesClientConfiguration { Host = fake.Uri, CertificateAuthority = authority }, "contract", fake, null);
        await WidgetDefinition.InstallAsync(server.Client, cancellationToken);
        await server.CreateNamespaceAsync(cancellationToken);
        return server;
    }

    public static async Task<ContractServer> OnRealAsync(
        ServerKind kind, KubernetesClientConfiguration configuration, LocalApiServer? own, CancellationToken cancellationToken)
    {
        var server = new ContractServer(kind, configuration, $"contract-{Guid.NewGuid().ToString("N")[..12]}", null, own);
        await server.CreateNamespaceAsync(cancellationToken);
        return server;
    }

    /// <summary>Connects; the options of the tests know widgets.</summary>
    public static KubernetesClient Connect(KubernetesClientConfiguration configuration, TimeProvider? time = null) =>
        new(configuration, new KubernetesClientOptions { UserAgent = "contract/1.0", Json = KubernetesJson.CreateOptions(WidgetJsonContext.Default) }, time);

    /// <summary>One more client.</summary>
    /// <param name="credentials">Who connects; null for an administrator.</param>
    public KubernetesClient Connect(KubernetesCredentials? credentials = null) => Connect(credentials is null
        ? _configuration
        : _configuration with { Credentials = credentials });

    /// <summary>One more client, with a clock of its own.</summary>
    public KubernetesClient Connect(TimeProvider time) => Connect(_configuration, time);

    /// <summary>A widget in the case's namespace, not yet on the server.</summary>
    public Widget Widget(string name, int? size = 1, string? color = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = Namespace },
        Spec = new WidgetSpec { Size = size, Color = color },
    };

    /// <summary>Makes the server forget what happened until now. Only for servers of the case's own.</summary>
    public async Task ForgetHistoryAsync(CancellationToken cancellationToken)
    {
        Fake?.Compact();
        if (_own is not null)
            await _own.ForgetHistoryAsync(cancellationToken);
    }

    /// <summary>Takes the server away.</summary>
    public Task SuspendAsync() => _own!.SuspendAsync();

    /// <summary>Brings it back.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken) => _own!.ResumeAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Whoever empties namespaces is a controller, which servers of our own do not have; they are thrown away as a whole.
        if (Kind == ServerKind.Cluster)
            await new ForeignCluster(Client).RemoveNamespaceAsync(Namespace);
        Client.Dispose();
        if (Fake is not null)
            await Fake.DisposeAsync();
        if (_own is not null)
            await _own.DisposeAsync();
    }

    private Task<V1Namespace> CreateNamespaceAsync(CancellationToken cancellationToken) =>
        Client.CreateAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = Namespace, Labels = ForeignCluster.Labels } }, cancellationToken);
}
