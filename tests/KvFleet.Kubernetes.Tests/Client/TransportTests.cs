using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Metadata;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class TransportTests
{
    [Fact]
    public async Task Over_tls_http_2_is_used_and_the_authority_of_the_kubeconfig_is_trusted()
    {
        await using var cluster = await TestCluster.StartAsync(new FakeApiServerOptions { UseHttps = true });
        using var client = Connect(cluster, c => c with { CertificateAuthority = CertificateAuthority.FromPem(cluster.Server.CertificateAuthorityPem!) });
        await client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
        cluster.Server.Requests.ShouldHaveSingleItem().Protocol.ShouldBe("HTTP/2");
    }

    [Fact]
    public async Task A_server_of_another_authority_is_refused()
    {
        await using var cluster = await TestCluster.StartAsync(new FakeApiServerOptions { UseHttps = true });
        await using var other = await TestCluster.StartAsync(new FakeApiServerOptions { UseHttps = true });
        using var client = Connect(cluster, c => c with { CertificateAuthority = CertificateAuthority.FromPem(other.Server.CertificateAuthorityPem!) });
        await Should.ThrowAsync<HttpRequestException>(() => client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop));
        cluster.Server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("elsewhere", false)]
    public async Task The_certificate_must_carry_the_name_that_the_kubeconfig_gives(string name, bool accepted)
    {
        await using var cluster = await TestCluster.StartAsync(new FakeApiServerOptions { UseHttps = true });
        using var client = Connect(cluster, c => c with
        {
            CertificateAuthority = CertificateAuthority.FromPem(cluster.Server.CertificateAuthorityPem!),
            TlsServerName = name,
        });
        if (accepted)
            await client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
        else
            await Should.ThrowAsync<HttpRequestException>(() => client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop));
    }

    [Fact]
    public async Task A_certificate_is_not_checked_only_when_that_is_asked_for()
    {
        await using var cluster = await TestCluster.StartAsync(new FakeApiServerOptions { UseHttps = true });
        using (var strict = Connect(cluster, c => c))
            await Should.ThrowAsync<HttpRequestException>(() => strict.ListAsync<V1Node>(cancellationToken: TestCluster.Stop));
        using var lax = Connect(cluster, c => c with { SkipTlsVerify = true });
        await lax.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
    }

    [Fact]
    public async Task More_watches_than_one_connection_carries_do_not_starve_requests()
    {
        await using var cluster = await TestCluster.StartAsync(new FakeApiServerOptions { UseHttps = true });
        using var client = Connect(cluster, c => c with { SkipTlsVerify = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestCluster.Stop);
#pragma warning disable CA2025 // All watches are awaited before the client goes.
        var watches = Enumerable.Range(0, 150).Select(_ => Follow(client, stop.Token)).ToArray();
#pragma warning restore CA2025
        while (cluster.Server.OpenWatches < 150)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestCluster.Stop);
        (await client.GetAsync<V1Node>("none", cancellationToken: TestCluster.Stop)).ShouldBeNull();
        await stop.CancelAsync();
        await Task.WhenAll(watches);
    }

    [Fact]
    public async Task Every_request_is_counted_by_code_method_and_host()
    {
        var counts = new ConcurrentDictionary<string, long>();
        using var metrics = new KubernetesClientMetrics();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "rest_client_requests_total")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            counts.AddOrUpdate(string.Join(' ', tags.ToArray().Select(t => t.Value)), value, (_, sum) => sum + value));
        listener.Start();

        await using var cluster = await TestCluster.StartAsync();
        using var client = new KubernetesClient(new KubernetesClientConfiguration { Host = cluster.Server.Uri }, metrics: metrics);
        await client.GetAsync<V1Node>("none", cancellationToken: TestCluster.Stop);
        cluster.Server.Inject(_ => true, FakeFault.Drop());
        await Should.ThrowAsync<HttpRequestException>(() => client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop));
        counts[$"404 GET {cluster.Server.Uri.Authority}"].ShouldBe(1);
        counts[$"<error> GET {cluster.Server.Uri.Authority}"].ShouldBe(1);
    }

    [Fact]
    public async Task A_path_in_the_servers_address_is_kept()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = new KubernetesClient(new KubernetesClientConfiguration { Host = new Uri(cluster.Server.Uri, "/k8s/clusters/c-1") });
        await client.GetAsync<V1Node>("n", cancellationToken: TestCluster.Stop);
        cluster.Server.Requests.ShouldHaveSingleItem().Path.ShouldBe("/k8s/clusters/c-1/api/v1/nodes/n");
    }

    [Fact]
    public async Task Discovery_tells_version_and_resources()
    {
        await using var cluster = await TestCluster.StartAsync();
        var version = await cluster.Client.Discovery.GetServerVersionAsync(TestCluster.Stop);
        (version.Major, version.Minor, version.IsAtLeast(1, 20), version.IsAtLeast(1, 21)).ShouldBe((1, 20, true, false));
        (await cluster.Client.Discovery.HasResourceAsync<SampleEntity>(TestCluster.Stop)).ShouldBeTrue();
        (await cluster.Client.Discovery.HasResourceAsync("v1", "pods", TestCluster.Stop)).ShouldBeTrue();
        (await cluster.Client.Discovery.HasResourceAsync("v1", "pods/resize", TestCluster.Stop)).ShouldBeFalse();
        (await cluster.Client.Discovery.HasResourceAsync("policy/v1", "poddisruptionbudgets", TestCluster.Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task Unknown_kinds_are_reached_by_path()
    {
        await using var cluster = await TestCluster.StartAsync();
        var body = JsonNode.Parse("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"clusterIP":"None"}}""");
        await cluster.Client.Raw.SendAsync(HttpMethod.Post, "/api/v1/namespaces/ns/services", body, cancellationToken: TestCluster.Stop);
        var read = await cluster.Client.Raw.SendAsync(HttpMethod.Get, "/api/v1/namespaces/ns/services/s", cancellationToken: TestCluster.Stop);
        read!["spec"]!["clusterIP"]!.GetValue<string>().ShouldBe("None");
        (await cluster.Client.Raw.GetTextAsync("/readyz", TestCluster.Stop)).ShouldBe("ok");
    }

    private static KubernetesClient Connect(TestCluster cluster, Func<KubernetesClientConfiguration, KubernetesClientConfiguration> configure) =>
        new(configure(new KubernetesClientConfiguration { Host = cluster.Server.Uri }));

    private static async Task Follow(KubernetesClient client, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in client.WatchAsync<V1Pod>(cancellationToken: cancellationToken))
                change.Entity.ShouldNotBeNull();
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
