using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Contract;

/// <summary>The contract, held by the fake server.</summary>
public sealed class FakeServerTests : ApiServerContract
{
    private FakeApiServer _server = null!;

    public override async ValueTask InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync(new FakeApiServerOptions { UseHttps = true });
        _server.Register(new FakeResource("kvfleet.test", "v1", "Sample", "samples", HasStatus: true, IsCustom: true));
        Client = new KubernetesClient(
            new KubernetesClientConfiguration { Host = _server.Uri, CertificateAuthority = CertificateAuthority.FromPem(_server.CertificateAuthorityPem!) },
            new KubernetesClientOptions { Json = KubernetesJson.CreateOptions(SampleJsonContext.Default) });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }
}
