using System.Net;
using System.Net.Sockets;
using System.Text;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Client;

/// <summary>What happens below HTTP.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task A_connection_whose_peer_vanished_is_found_by_its_pings_and_the_next_request_takes_another()
    {
        await using var cluster = await TestCluster.StartAsync(new FakeApiServerOptions { UseHttps = true });
        await using var relay = new TcpRelay(cluster.Server.Uri);
        var configuration = new KubernetesClientConfiguration { Host = new Uri($"https://localhost:{relay.Port}"), SkipTlsVerify = true };
        // The product pings every 30 seconds; what is shown here does not depend on how often.
        using var client = new KubernetesClient(configuration, new KubernetesClientOptions
        {
            HandlerFactory = () =>
            {
                var handler = KubernetesHttpHandler.Create(configuration, null);
                handler.KeepAlivePingDelay.ShouldBe(TimeSpan.FromSeconds(30));
                (handler.KeepAlivePingDelay, handler.KeepAlivePingTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
                return handler;
            },
        });
        await using var watch = client.WatchAsync<V1Pod>(cancellationToken: TestCluster.Stop).GetAsyncEnumerator(TestCluster.Stop);
        var next = watch.MoveNextAsync().AsTask();
        // On a machine that stands still for seconds the pings may end the watch sooner; that is no reason to wait for ever.
        while (cluster.Server.OpenWatches == 0 && !next.IsCompleted)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestCluster.Stop);

        relay.FallSilent();
        await Should.ThrowAsync<HttpRequestException>(() => next);
        (await client.GetAsync<V1Node>("none", cancellationToken: TestCluster.Stop)).ShouldBeNull();
        relay.Connections.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Many_watches_may_take_many_connections_and_nothing_follows_a_redirect()
    {
        using var handler = KubernetesHttpHandler.Create(new KubernetesClientConfiguration { Host = new Uri("https://h") }, null);
        (handler.EnableMultipleHttp2Connections, handler.KeepAlivePingPolicy, handler.AllowAutoRedirect, handler.UseCookies)
            .ShouldBe((true, HttpKeepAlivePingPolicy.Always, false, false));
    }

    [Fact]
    public async Task A_proxy_is_asked_with_the_name_and_password_of_its_address()
    {
        await using var cluster = await TestCluster.StartAsync(new FakeApiServerOptions { UseHttps = true });
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestCluster.Stop);
        var heads = new List<string>();
        var proxy = ProxyAsync(listener, cluster.Server.Uri, heads, stop.Token);
        using (var client = new KubernetesClient(new KubernetesClientConfiguration
        {
            Host = cluster.Server.Uri,
            SkipTlsVerify = true,
            Proxy = new Uri($"http://jane:s%40fe@{listener.LocalEndpoint}"),
        }))
        {
            await client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => proxy);
        heads[^1].ShouldStartWith($"CONNECT {cluster.Server.Uri.Authority} HTTP/1.1");
        heads[^1].ShouldContain("Proxy-Authorization: Basic " + Convert.ToBase64String("jane:s@fe"u8));
    }

    [Fact]
    public async Task A_new_authority_is_trusted_without_a_restart()
    {
        var time = new FakeTimeProvider();
        await using var before = await TestCluster.StartAsync(new FakeApiServerOptions { UseHttps = true });
        await using var after = await TestCluster.StartAsync(new FakeApiServerOptions { UseHttps = true });
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, before.Server.CertificateAuthorityPem, TestCluster.Stop);
            var authority = CertificateAuthority.FromFile(path, time);
            using var old = new KubernetesClient(new KubernetesClientConfiguration { Host = before.Server.Uri, CertificateAuthority = authority });
            using var rotated = new KubernetesClient(new KubernetesClientConfiguration { Host = after.Server.Uri, CertificateAuthority = authority });
            await old.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
            await Should.ThrowAsync<HttpRequestException>(() => rotated.ListAsync<V1Node>(cancellationToken: TestCluster.Stop));

            await File.WriteAllTextAsync(path, after.Server.CertificateAuthorityPem, TestCluster.Stop);
            time.Advance(TimeSpan.FromMinutes(1));
            await rotated.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A proxy that wants to know who asks, and then relays.</summary>
    private static async Task ProxyAsync(TcpListener listener, Uri server, List<string> heads, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var near = await listener.AcceptTcpClientAsync(cancellationToken);
            var stream = near.GetStream();
            while (await HeadAsync(stream, cancellationToken) is { Length: > 0 } head)
            {
                heads.Add(head);
                if (!head.Contains("Proxy-Authorization", StringComparison.OrdinalIgnoreCase))
                {
                    await stream.WriteAsync(
                        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancellationToken);
                    continue;
                }

                using var far = new TcpClient();
                await far.ConnectAsync(server.Host, server.Port, cancellationToken);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellationToken);
                await Task.WhenAny(stream.CopyToAsync(far.GetStream(), cancellationToken), far.GetStream().CopyToAsync(stream, cancellationToken));
            }
        }
    }

    private static async Task<string> HeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var octet = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(octet, cancellationToken) > 0)
            head.Append((char)octet[0]);
        return head.ToString();
    }
}
