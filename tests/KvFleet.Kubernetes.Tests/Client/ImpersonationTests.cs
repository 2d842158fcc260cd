using System.Net;
using System.Net.Sockets;
using System.Text;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class ImpersonationTests
{
    private static readonly KubernetesImpersonation Jane = new()
    {
        UserName = "jané",
        Uid = "u-1",
        Groups = ["dev", "ops, night", "third"],
        Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["example.com/Scopes"] = ["read", "write"], ["none"] = [] },
    };

    [Fact]
    public async Task Each_value_has_a_header_line_of_its_own()
    {
        var lines = await HeadOfRequestAsync(Jane);
        lines.Where(l => l.StartsWith("Impersonate-", StringComparison.Ordinal)).ShouldBe(
        [
            "Impersonate-User: jané",
            "Impersonate-Uid: u-1",
            "Impersonate-Group: dev",
            "Impersonate-Group: ops, night",
            "Impersonate-Group: third",
            "Impersonate-Extra-example.com%2FScopes: read",
            "Impersonate-Extra-example.com%2FScopes: write",
        ]);
        lines[0].ShouldBe("GET /api/v1/namespaces/ns/pods/p HTTP/1.1");
    }

    [Fact]
    public async Task Nothing_is_sent_for_a_client_that_is_itself() =>
        (await HeadOfRequestAsync(null)).ShouldNotContain(l => l.StartsWith("Impersonate-", StringComparison.Ordinal));

    [Theory]
    [InlineData("a\r\nAuthorization: Bearer x")]
    [InlineData("a\u001fb")]
    [InlineData("a\0b")]
    public void A_value_cannot_smuggle_in_a_header(string group)
    {
        var configuration = new KubernetesClientConfiguration { Host = new Uri("http://h"), Impersonation = Jane with { Groups = ["ok", group] } };
        Should.Throw<KubernetesConfigurationException>(() => new KubernetesClient(configuration)).Message.ShouldContain("control characters");
    }

    [Fact]
    public async Task Over_tls_several_values_take_http_1_and_one_takes_http_2()
    {
        await using var cluster = await TestCluster.StartAsync(new KvFleet.Testing.FakeApiServerOptions { UseHttps = true });
        foreach (var groups in new string[][] { ["a"], ["a", "b"] })
        {
            using var client = new KubernetesClient(new KubernetesClientConfiguration
            {
                Host = cluster.Server.Uri,
                SkipTlsVerify = true,
                Impersonation = new KubernetesImpersonation { UserName = "jane", Groups = groups },
            });
            await client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
        }

        cluster.Server.Requests.Select(r => (r.Protocol, r.Headers["impersonate-group"])).ShouldBe([("HTTP/2", "a"), ("HTTP/1.1", "a,b")]);
    }

    private static async Task<string[]> HeadOfRequestAsync(KubernetesImpersonation? impersonation)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new KubernetesClient(new KubernetesClientConfiguration
        {
            Host = new Uri($"http://{listener.LocalEndpoint}"),
            Impersonation = impersonation,
        });
        var call = client.GetAsync<V1Pod>("p", "ns", TestCluster.Stop);
        using var connection = await listener.AcceptTcpClientAsync(TestCluster.Stop);
        var stream = connection.GetStream();
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, TestCluster.Stop)));
        await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), TestCluster.Stop);
        (await call).ShouldBeNull();
        return head.ToString().Split("\r\n");
    }
}
