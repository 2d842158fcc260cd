using KvFleet.Kubernetes.Configuration;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Configuration;

public sealed class InClusterTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Dictionary<string, string> _variables = new() { ["KUBERNETES_SERVICE_HOST"] = "10.96.0.1", ["KUBERNETES_SERVICE_PORT"] = "443" };

    public InClusterTests()
    {
        _folder.Write("sa/token", "first\n");
        _folder.Write("sa/namespace", "kvfleet-system\n");
        _folder.Write("sa/ca.crt", TestCertificates.Create().Certificate);
    }

    public void Dispose() => _folder.Dispose();

    private ConfigurationEnvironment Environment => new(n => _variables.GetValueOrDefault(n), Path.Combine(_folder.Path, "sa"));

    private static async Task<string?> Token(KubernetesClientConfiguration configuration) =>
        (await configuration.Credentials.GetAuthorizationAsync(TestContext.Current.CancellationToken))?.Parameter;

    [Fact]
    public async Task The_service_account_gives_everything()
    {
        var configuration = KubernetesClientConfiguration.InCluster(Environment, _time);
        configuration.Host.ShouldBe(new Uri("https://10.96.0.1:443"));
        configuration.Namespace.ShouldBe("kvfleet-system");
        configuration.CertificateAuthority.ShouldNotBeNull();
        (await Token(configuration)).ShouldBe("first");
    }

    [Fact]
    public void An_ipv6_address_gets_brackets()
    {
        _variables["KUBERNETES_SERVICE_HOST"] = "fd00::1";
        KubernetesClientConfiguration.InCluster(Environment, _time).Host.ShouldBe(new Uri("https://[fd00::1]:443"));
    }

    [Fact]
    public async Task The_token_is_read_again_after_a_minute()
    {
        var configuration = KubernetesClientConfiguration.InCluster(Environment, _time);
        await Token(configuration);
        _folder.Write("sa/token", "second");
        _time.Advance(TimeSpan.FromSeconds(59));
        (await Token(configuration)).ShouldBe("first");
        _time.Advance(TimeSpan.FromSeconds(1));
        (await Token(configuration)).ShouldBe("second");
    }

    [Fact]
    public async Task A_token_that_is_gone_for_a_moment_stays_in_use()
    {
        var configuration = KubernetesClientConfiguration.InCluster(Environment, _time);
        await Token(configuration);
        File.Delete(Path.Combine(_folder.Path, "sa", "token"));
        _time.Advance(TimeSpan.FromMinutes(2));
        (await Token(configuration)).ShouldBe("first");
    }

    [Fact]
    public void The_authority_is_read_again_after_a_minute_and_a_broken_file_changes_nothing()
    {
        var authority = KubernetesClientConfiguration.InCluster(Environment, _time).CertificateAuthority!;
        var first = authority.Certificates.ShouldHaveSingleItem().Thumbprint;
        _folder.Write("sa/ca.crt", TestCertificates.Create().Certificate);
        authority.Certificates.ShouldHaveSingleItem().Thumbprint.ShouldBe(first);
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = authority.Certificates.ShouldHaveSingleItem().Thumbprint;
        second.ShouldNotBe(first);

        _folder.Write("sa/ca.crt", "-----BEGIN CERT");
        _time.Advance(TimeSpan.FromMinutes(1));
        authority.Certificates.ShouldHaveSingleItem().Thumbprint.ShouldBe(second);
    }

    [Fact]
    public void Outside_a_pod_it_says_what_is_missing()
    {
        _variables.Remove("KUBERNETES_SERVICE_HOST");
        Should.Throw<KubernetesConfigurationException>(() => KubernetesClientConfiguration.InCluster(Environment, _time))
            .Message.ShouldContain("KUBERNETES_SERVICE_HOST");
    }

    [Fact]
    public void Kubeconfig_comes_before_the_service_account_and_that_before_the_home_folder()
    {
        static string Config(string host) =>
            $$$"""{"current-context":"c","clusters":[{"name":"c","cluster":{"server":"https://{{{host}}}"}}],"contexts":[{"name":"c","context":{"cluster":"c"}}]}""";
        _folder.Write(".kube/config", Config("home"));
        _variables["HOME"] = _folder.Path;
        _variables["KUBECONFIG"] = _folder.Write("env", Config("env"));
        string Host() => KubernetesClientConfiguration.LoadDefault(Environment, _time).Host.Host;

        Host().ShouldBe("env");
        _variables.Remove("KUBECONFIG");
        Host().ShouldBe("10.96.0.1");
        _variables.Remove("KUBERNETES_SERVICE_HOST");
        Host().ShouldBe("home");
        File.Delete(Path.Combine(_folder.Path, ".kube", "config"));
        Should.Throw<KubernetesConfigurationException>(Host).Message.ShouldContain("Set KUBECONFIG");
    }
}
