using System.Text;
using KvFleet.Kubernetes.Configuration;

namespace KvFleet.Kubernetes.Tests.Configuration;

public sealed class KubeConfigTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Config(string cluster = "server: https://h:6443", string user = "token: t", string current = "c", string name = "c") => $$"""
        apiVersion: v1
        kind: Config
        current-context: {{current}}
        clusters:
        - name: {{name}}
          cluster:
            {{cluster.ReplaceLineEndings("\n    ")}}
        users:
        - name: {{name}}
          user:
            {{user.ReplaceLineEndings("\n    ")}}
        contexts:
        - name: {{name}}
          context: { cluster: {{name}}, user: {{name}}, namespace: inference }
        """;

    private KubernetesClientConfiguration Load(string text, string? context = null) =>
        KubernetesClientConfiguration.FromKubeConfig(_folder.Write("config", text), context);

    private KubernetesConfigurationException Refuse(string text) =>
        Should.Throw<KubernetesConfigurationException>(() => Load(text));

    [Fact]
    public async Task The_current_context_gives_server_namespace_and_user()
    {
        var configuration = Load(Config("server: https://h:6443\ntls-server-name: api\nproxy-url: socks5://p:1080\ninsecure-skip-tls-verify: true"));
        configuration.Host.ShouldBe(new Uri("https://h:6443"));
        (configuration.Namespace, configuration.TlsServerName, configuration.SkipTlsVerify).ShouldBe(("inference", "api", true));
        configuration.Proxy.ShouldBe(new Uri("socks5://p:1080"));
        (await configuration.Credentials.GetAuthorizationAsync(TestContext.Current.CancellationToken))!.ToString().ShouldBe("Bearer t");
    }

    [Fact]
    public void Of_several_files_the_first_that_has_a_name_wins_and_missing_ones_are_left_out()
    {
        var first = _folder.Write("first", Config(name: "a", current: "b"));
        var second = _folder.Write("second", Config("server: https://second:1", name: "b", current: "a"));
        var third = _folder.Write("third", Config("server: https://third:1", name: "b", current: "a"));
        var paths = string.Join(Path.PathSeparator, Path.Combine(_folder.Path, "missing"), first, string.Empty, second, third);
        KubernetesClientConfiguration.FromKubeConfig(paths).Host.ShouldBe(new Uri("https://second:1"));
        KubernetesClientConfiguration.FromKubeConfig(paths, "a").Host.ShouldBe(new Uri("https://h:6443"));
    }

    [Fact]
    public async Task Paths_are_relative_to_the_file_they_stand_in()
    {
        var (certificate, _) = TestCertificates.Create();
        _folder.Write("nested/pki/ca.crt", certificate);
        _folder.Write("nested/token", "from-file\n");
        var path = _folder.Write("nested/config", Config("server: https://h:6443\ncertificate-authority: pki/ca.crt", "tokenFile: token\ntoken: stale"));
        var configuration = KubernetesClientConfiguration.FromKubeConfig(path);
        configuration.CertificateAuthority.ShouldNotBeNull();
        (await configuration.Credentials.GetAuthorizationAsync(TestContext.Current.CancellationToken))!.Parameter.ShouldBe("from-file");
    }

    [Fact]
    public void Client_certificates_come_from_data_or_files()
    {
        var (certificate, key) = TestCertificates.Create("CN=admin");
        _folder.Write("admin.crt", certificate);
        _folder.Write("admin.key", key);
        Load(Config(user: "client-certificate: admin.crt\nclient-key: admin.key")).Credentials.ClientCertificate!.Subject.ShouldBe("CN=admin");
        var data = $"client-certificate-data: {Base64(certificate)}\nclient-key-data: {Base64(key)}";
        var fromData = Load(Config(user: data)).Credentials.ClientCertificate!;
        fromData.Subject.ShouldBe("CN=admin");
        fromData.HasPrivateKey.ShouldBeTrue();
        Load(Config(user: $"client-certificate-data: {Base64(certificate)}\nclient-key: admin.key")).Credentials.ClientCertificate!.HasPrivateKey.ShouldBeTrue();
        Load(Config(user: $"client-certificate: admin.crt\nclient-key-data: {Base64(key)}")).Credentials.ClientCertificate!.HasPrivateKey.ShouldBeTrue();
        _folder.Write("both.pem", certificate + "\n" + key);
        Load(Config(user: "client-certificate: both.pem")).Credentials.ClientCertificate!.HasPrivateKey.ShouldBeTrue();
    }

    [Fact]
    public async Task A_certificate_and_a_token_go_together()
    {
        var (certificate, key) = TestCertificates.Create("CN=admin");
        var credentials = Load(Config(user: $"token: t\nclient-certificate-data: {Base64(certificate)}\nclient-key-data: {Base64(key)}")).Credentials;
        credentials.ClientCertificate!.Subject.ShouldBe("CN=admin");
        (await credentials.GetAuthorizationAsync(TestContext.Current.CancellationToken))!.Parameter.ShouldBe("t");
    }

    [Fact]
    public void Of_a_name_in_two_files_only_the_first_counts_even_for_what_it_lacks()
    {
        var first = _folder.Write("first", "users: [ { name: c, user: { token: t } } ]");
        var second = _folder.Write("second", Config(user: "as: jane"));
        var configuration = KubernetesClientConfiguration.FromKubeConfig(string.Join(Path.PathSeparator, first, second));
        configuration.Impersonation.ShouldBeNull();
        configuration.Origin.ShouldContain(first);
    }

    [Fact]
    public async Task Name_and_password_become_a_header()
    {
        var header = await Load(Config(user: "username: u\npassword: p")).Credentials.GetAuthorizationAsync(TestContext.Current.CancellationToken);
        header!.ToString().ShouldBe("Basic " + Base64("u:p"));
    }

    [Fact]
    public void Impersonation_is_read_in_full()
    {
        var impersonation = Load(Config(user: "token: t\nas: jane\nas-uid: u-1\nas-groups: [a, 'b, c']\nas-user-extra: { example.com/scopes: [x, y] }"))
            .Impersonation.ShouldNotBeNull();
        (impersonation.UserName, impersonation.Uid).ShouldBe(("jane", "u-1"));
        impersonation.Groups.ShouldBe(["a", "b, c"]);
        impersonation.Extra.ShouldHaveSingleItem().Key.ShouldBe("example.com/scopes");
        impersonation.Extra["example.com/scopes"].ShouldBe(["x", "y"]);
        Load(Config()).Impersonation.ShouldBeNull();
    }

    [Fact]
    public void A_json_file_is_a_yaml_file() =>
        Load("""{"current-context":"c","clusters":[{"name":"c","cluster":{"server":"https://j:1"}}],"contexts":[{"name":"c","context":{"cluster":"c"}}]}""")
            .Host.ShouldBe(new Uri("https://j:1"));

    [Fact]
    public void What_is_wrong_is_said_with_its_place()
    {
        Refuse(Config(current: "other")).Message.ShouldContain("There is no context 'other'");
        Refuse("{}").Message.ShouldContain("kubectl config use-context");
        Refuse(Config("server: h:6443")).Message.ShouldContain("'h:6443' is no http or https URL");
        Refuse(Config("certificate-authority: x")).Message.ShouldContain("has no server");
        Refuse(Config("server: https://h\ncertificate-authority: none.crt")).Message.ShouldContain("none.crt cannot be read");
        Refuse(Config("server: https://h\ncertificate-authority-data: '!!!'")).Message.ShouldContain("is not base64");
        Refuse(Config("server: https://h\ncertificate-authority-data: " + Base64("no pem"))).Message.ShouldContain("PEM");
        Refuse(Config("server: https://h\ninsecure-skip-tls-verify: maybe")).Message.ShouldContain("write true or false");
        Refuse(Config("server: https://h\nproxy-url: ftp://x")).Message.ShouldContain("proxy-url");
        Refuse(Config(user: "token: t\nas-groups: [a, b]")).Message.ShouldContain("add as");
        Refuse(Config(user: "as: jane\nas-user-extra: { scopes: x }")).Message.ShouldContain("as-user-extra.scopes is no list");
        Refuse(Config(user: "auth-provider: { name: gcp }")).Message.ShouldContain("Use exec");
        Refuse(Config(user: "token: t\nusername: u")).Message.ShouldContain("both a token and a username");
        Refuse(Config(user: "client-key: admin.key")).Message.ShouldContain("no client-certificate");
        Refuse(Config(user: "client-certificate-data: " + Base64("x"))).Message.ShouldContain("no client-key-data");
        Refuse(Config(user: $"client-certificate-data: {Base64("x")}\nclient-key: none.key")).Message.ShouldContain("none.key cannot be read");
        Refuse(Config("server: https://h\ninsecure-skip-tls-verify: true\ncertificate-authority: ca.crt")).Message.ShouldContain("Remove one of them");
        Refuse(Config("server: https://u:p@h")).Message.ShouldContain("server has a name or password in it");
        Refuse("clusters: [").Message.ShouldContain("cannot be read");
        Refuse("- a list").Message.ShouldContain("not a YAML map");
        Should.Throw<KubernetesConfigurationException>(() => KubernetesClientConfiguration.FromKubeConfig("/nonexistent/a:/nonexistent/b"))
            .Message.ShouldContain("/nonexistent/a, /nonexistent/b");
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
