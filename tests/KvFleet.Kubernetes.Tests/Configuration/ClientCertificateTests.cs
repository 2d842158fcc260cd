using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Configuration;

/// <summary>What a server sees of client certificates.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_data_and_programs_give_certificates_that_the_server_sees()
    {
        await using var server = await CertificateServer.StartAsync(Stop);
        var (certificate, key) = TestCertificates.Create("CN=jane");
        _folder.Write("tls.crt", certificate);
        _folder.Write("tls.key", key);
        var answer = new System.Text.Json.Nodes.JsonObject
        {
            ["apiVersion"] = "client.authentication.k8s.io/v1",
            ["status"] = new System.Text.Json.Nodes.JsonObject { ["clientCertificateData"] = certificate, ["clientKeyData"] = key },
        };
        _folder.Write("answer", answer.ToJsonString());
        _folder.WriteScript("x.sh", "cat \"$(dirname \"$0\")/answer\"");
        foreach (var user in new[]
        {
            "client-certificate: tls.crt, client-key: tls.key",
            $"client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}",
            "exec: { apiVersion: client.authentication.k8s.io/v1, command: ./x.sh, interactiveMode: Never }",
        })
        {
            using var client = Client(server, user);
            (await WhoAsync(client)).ShouldBe("CN=jane", user);
        }

        using var anonymous = Client(server, "token: t");
        (await WhoAsync(anonymous)).ShouldBe("nobody");
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_on_new_connections_though_tls_sessions_could_be_resumed()
    {
        await using var server = await CertificateServer.StartAsync(Stop);
        WritePair("CN=first");
        using var client = Client(server, "client-certificate: tls.pem");
        (await WhoAsync(client)).ShouldBe("CN=first");
        WritePair("CN=second", renewed: true);
        (await WhoAsync(client)).ShouldBe("CN=first");
        _time.Advance(TimeSpan.FromMinutes(1));
        (await WhoAsync(client)).ShouldBe("CN=second");
    }

    [Fact]
    public async Task A_refused_certificate_is_replaced_within_the_same_call()
    {
        await using var server = await CertificateServer.StartAsync(Stop);
        WritePair("CN=first");
        using var client = Client(server, "client-certificate: tls.pem");
        (await WhoAsync(client)).ShouldBe("CN=first");
        server.Refused["CN=first"] = true;
        WritePair("CN=second", renewed: true);
        (await WhoAsync(client)).ShouldBe("CN=second");
    }

    private static async Task<string> WhoAsync(KubernetesClient client) => (await client.GetAsync<V1Node>("me", cancellationToken: Stop))!.Name();

    private KubernetesClient Client(CertificateServer server, string user)
    {
        var config = $$"""
            current-context: c
            clusters: [ { name: c, cluster: { server: "{{server.Uri}}", insecure-skip-tls-verify: true } } ]
            contexts: [ { name: c, context: { cluster: c, user: c } } ]
            users: [ { name: c, user: { {{user}} } } ]
            """;
        return new KubernetesClient(KubernetesClientConfiguration.FromKubeConfig(_folder.Write("config", config), null, _time));
    }

    private void WritePair(string name, bool renewed = false)
    {
        var (certificate, key) = TestCertificates.Create(name);
        var path = _folder.Write("tls.pem", certificate + "\n" + key);
        if (renewed)
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
