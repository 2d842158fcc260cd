using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Client;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Configuration;

/// <summary>Credentials against a server that checks them.</summary>
public sealed class AuthenticationTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_refused_token_is_read_again_at_once_and_the_request_sent_again()
    {
        var good = "old";
        await using var cluster = await TestCluster.StartAsync(new FakeApiServerOptions { Authenticate = token => token == good });
        var path = _folder.Write("token", "old");
        var client = cluster.Connect(_time, new TokenFileCredentials(path, _time));
        await client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);

        good = "new";
        _folder.Write("token", "new");
        await client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
        cluster.Server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_token_that_stays_refused_is_not_tried_for_ever()
    {
        await using var cluster = await TestCluster.StartAsync(new FakeApiServerOptions { Authenticate = _ => false });
        var client = cluster.Connect(_time, new TokenFileCredentials(_folder.Write("token", "bad"), _time));
        (await Should.ThrowAsync<KubernetesApiException>(() => client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop)))
            .Reason.ShouldBe(StatusReasons.Unauthorized);
        cluster.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Impersonation_headers_are_sent()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = new KubernetesClient(new KubernetesClientConfiguration
        {
            Host = cluster.Server.Uri,
            Impersonation = new KubernetesImpersonation { UserName = "jane", Groups = ["a"] },
        });
        await client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
        var headers = cluster.Server.Requests.ShouldHaveSingleItem().Headers;
        (headers["impersonate-user"], headers["impersonate-group"]).ShouldBe(("jane", "a"));
    }

    [Fact]
    public async Task A_refused_client_certificate_is_read_again_at_once()
    {
        var (firstCertificate, firstKey) = TestCertificates.Create("CN=first");
        var path = _folder.Write("tls.pem", firstCertificate + "\n" + firstKey);
        var credentials = new CertificateFileCredentials(path, path, _time, KubernetesCredentials.Anonymous);
        credentials.ClientCertificate!.Subject.ShouldBe("CN=first");
        credentials.Invalidate(null).ShouldBeFalse();

        var (secondCertificate, secondKey) = TestCertificates.Create("CN=second");
        _folder.Write("tls.pem", secondCertificate + "\n" + secondKey);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        credentials.Invalidate(null).ShouldBeTrue();
        credentials.ClientCertificate!.Subject.ShouldBe("CN=second");
        (await credentials.GetAuthorizationAsync(TestCluster.Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_changed_client_certificate_opens_new_connections()
    {
        var handlers = 0;
        var (firstCertificate, firstKey) = TestCertificates.Create("CN=first");
        var certificate = _folder.Write("tls.crt", firstCertificate);
        var key = _folder.Write("tls.key", firstKey);
        var credentials = new CertificateFileCredentials(certificate, key, _time, KubernetesCredentials.Anonymous);
        using var client = new KubernetesClient(
            new KubernetesClientConfiguration { Host = new Uri("http://localhost:1"), Credentials = credentials },
            new KubernetesClientOptions
            {
                HandlerFactory = () =>
                {
                    handlers++;
                    return new StubHandler("""{"items":[],"metadata":{}}""");
                },
            });
        await client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
        await client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
        handlers.ShouldBe(1);

        var (secondCertificate, secondKey) = TestCertificates.Create("CN=second");
        _folder.Write("tls.crt", secondCertificate);
        File.SetLastWriteTimeUtc(certificate, DateTime.UnixEpoch);
        _time.Advance(TimeSpan.FromMinutes(1));
        // The key is not there yet: the old pair goes on.
        credentials.ClientCertificate!.Subject.ShouldBe("CN=first");
        _folder.Write("tls.key", secondKey);
        File.SetLastWriteTimeUtc(key, DateTime.UnixEpoch);
        _time.Advance(TimeSpan.FromMinutes(1));
        await client.ListAsync<V1Node>(cancellationToken: TestCluster.Stop);
        credentials.ClientCertificate!.Subject.ShouldBe("CN=second");
        handlers.ShouldBe(2);
    }
}
