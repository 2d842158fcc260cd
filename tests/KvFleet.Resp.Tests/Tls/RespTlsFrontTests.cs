using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KvFleet.Resp.Tests.Harness;
using KvFleet.Resp.Tls;

namespace KvFleet.Resp.Tests.Tls;

public sealed class RespTlsFrontTests : IDisposable
{
    private readonly RespFixture _fixture = new();
    private readonly X509Certificate2 _certificate = Certificate();

    [Fact]
    public async Task Clients_talk_through_TLS()
    {
        using var front = Start();
        await using var client = await ConnectAsync(front.Port);
        var value = Requests.Random(1, 3_000_000);

        await AskAsync(client, Requests.Of("SET"u8.ToArray(), "k"u8.ToArray(), value), "+OK\r\n"u8.ToArray());
        await AskAsync(client, Requests.Of("GET", "k"), Requests.Bulk(value));
        await AskAsync(client, Requests.Of("QUIT"), "+OK\r\n"u8.ToArray());
        (await client.ReadAsync(new byte[1], TestContext.Current.CancellationToken)).ShouldBe(0);
        await RespFixture.UntilAsync(() => _fixture.Endpoint.Connections == 0);
    }

    [Fact]
    public async Task Who_speaks_no_TLS_is_cut_off()
    {
        using var front = Start();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, front.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync("PING\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        try
        {
            (await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken)).ShouldBeLessThanOrEqualTo(1);
        }
        catch (IOException)
        {
            // A reset is as good.
        }

        await RespFixture.UntilAsync(() => _fixture.Endpoint.Refused == 1);
    }

    [Fact]
    public async Task A_port_that_is_closed_cuts_its_clients_off()
    {
        using var front = Start();
        await using var client = await ConnectAsync(front.Port);
        await AskAsync(client, Requests.Of("PING"), "+PONG\r\n"u8.ToArray());

        front.Dispose();

        try
        {
            (await client.ReadAsync(new byte[1], TestContext.Current.CancellationToken)).ShouldBe(0);
        }
        catch (IOException)
        {
            // A reset is as good.
        }
    }

    public void Dispose()
    {
        _fixture.Dispose();
        _certificate.Dispose();
    }

    private RespTlsFront Start() => new(_fixture.Server, new IPEndPoint(IPAddress.Loopback, 0), _fixture.Endpoint, () => _certificate, TimeProvider.System);

    private static async Task<SslStream> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, static (_, certificate, _, _) => certificate?.Subject == "CN=kvfleet-resp");
        await stream.AuthenticateAsClientAsync("kvfleet-resp");
        return stream;
    }

    private static async Task AskAsync(SslStream client, byte[] request, byte[] reply)
    {
        await client.WriteAsync(request);
        var actual = new byte[reply.Length];
        await client.ReadExactlyAsync(actual);
        actual.AsSpan().SequenceEqual(reply).ShouldBeTrue();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=kvfleet-resp", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
