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
    private readonly SslStreamCertificateContext _certificate = Certificate("kvfleet-resp");

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
        _certificate.TargetCertificate.Dispose();
    }

    [Fact]
    public async Task A_certificate_that_is_renewed_is_shown_to_the_next_client_and_the_present_ones_stay()
    {
        var current = _certificate;
        using var front = Start(() => current);
        await using var before = await ConnectAsync(front.Port);

        current = Certificate("kvfleet-renewed");

        await using var after = await ConnectAsync(front.Port, "kvfleet-renewed");
        await AskAsync(before, Requests.Of("PING"), "+PONG\r\n"u8.ToArray());
        await AskAsync(after, Requests.Of("PING"), "+PONG\r\n"u8.ToArray());
    }

    [Fact]
    public async Task The_authorities_between_the_certificate_and_the_root_are_sent_along()
    {
        using var root = Authority("root", issuer: null);
        using var between = Authority("between", root);
        var (certificate, key) = Pem("kvfleet-resp", between);
        using var front = Start(() => RespTlsIdentity.FromPem($"{certificate}\n{between.ExportCertificatePem()}\n", key));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, front.Port, TestContext.Current.CancellationToken);
        await using var stream = new SslStream(client.GetStream());

        // A client that knows the root alone.
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "kvfleet-resp",
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { root }, RevocationMode = X509RevocationMode.NoCheck },
            },
            TestContext.Current.CancellationToken);

        await AskAsync(stream, Requests.Of("PING"), "+PONG\r\n"u8.ToArray());
    }

    [Fact]
    public void A_key_of_another_certificate_and_text_that_is_none_are_refused()
    {
        var (certificate, key) = Pem("a");
        var (_, other) = Pem("b");

        Should.Throw<CryptographicException>(() => RespTlsIdentity.FromPem(certificate, other));
        Should.Throw<CryptographicException>(() => RespTlsIdentity.FromPem("nothing", key));
        Should.Throw<CryptographicException>(() => RespTlsIdentity.FromPem(certificate, "nothing"));
    }

    private RespTlsFront Start(Func<SslStreamCertificateContext>? certificate = null) =>
        new(_fixture.Server, new IPEndPoint(IPAddress.Loopback, 0), _fixture.Endpoint, certificate ?? (() => _certificate), TimeProvider.System);

    private static async Task<SslStream> ConnectAsync(int port, string name = "kvfleet-resp")
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == $"CN={name}");
        await stream.AuthenticateAsClientAsync(name);
        return stream;
    }

    private static async Task AskAsync(SslStream client, byte[] request, byte[] reply)
    {
        await client.WriteAsync(request);
        var actual = new byte[reply.Length];
        await client.ReadExactlyAsync(actual);
        actual.AsSpan().SequenceEqual(reply).ShouldBeTrue();
    }

    private static SslStreamCertificateContext Certificate(string name)
    {
        var (certificate, key) = Pem(name);
        return RespTlsIdentity.FromPem(certificate, key);
    }

    private static (string Certificate, string Key) Pem(string name, X509Certificate2? issuer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = issuer is null ? request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1)) : request.Create(issuer, now.AddHours(-1), now.AddHours(1), [1]);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        if (issuer is null)
            return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var certificate = request.Create(issuer, now.AddHours(-2), now.AddHours(2), [2]);
        return certificate.CopyWithPrivateKey(key);
    }
}
