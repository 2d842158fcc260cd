using System.Globalization;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Configuration;

public sealed class ExecCredentialsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private KubernetesCredentials Load(string exec, string cluster = "", bool terminal = false)
    {
        var config = $$"""
            current-context: c
            clusters: [ { name: c, cluster: { server: "https://h:1", {{cluster}} } } ]
            contexts: [ { name: c, context: { cluster: c, user: c } } ]
            users: [ { name: c, user: { exec: { apiVersion: client.authentication.k8s.io/v1, {{exec}} } } } ]
            """;
        return KubernetesClientConfiguration.FromKubeConfig(
            _folder.Write("config", config), null, _time, new ConfigurationEnvironment(hasTerminal: terminal)).Credentials;
    }

    private string Printing(string status) => $$"""
        echo run >> "$(dirname "$0")/runs"
        cat <<EOF
        {"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{{status}}}
        EOF
        """;

    private int Runs => File.Exists(Path.Combine(_folder.Path, "runs")) ? File.ReadAllLines(Path.Combine(_folder.Path, "runs")).Length : 0;

    [Fact]
    public async Task The_program_is_found_beside_the_file_and_gets_arguments_as_they_are()
    {
        _folder.WriteScript("get token.sh", Printing("""{"token":"$1|$2|$EXTRA"}"""));
        var credentials = Load("""command: "./get token.sh", args: ["a b", "$HOME;*"], env: [ { name: EXTRA, value: e } ]""");
        (await credentials.GetAuthorizationAsync(Stop))!.Parameter.ShouldBe("a b|$HOME;*|e");
    }

    [Fact]
    public async Task The_answer_is_remembered_until_shortly_before_it_expires()
    {
        var expires = _time.GetUtcNow().AddMinutes(5).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        _folder.WriteScript("x.sh", Printing($$"""{"token":"t","expirationTimestamp":"{{expires}}"}"""));
        var credentials = Load("command: ./x.sh");
        await credentials.GetAuthorizationAsync(Stop);
        _time.Advance(TimeSpan.FromSeconds(289));
        await credentials.GetAuthorizationAsync(Stop);
        Runs.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(2));
        await credentials.GetAuthorizationAsync(Stop);
        Runs.ShouldBe(2);
    }

    [Fact]
    public async Task Many_requests_at_once_run_it_once()
    {
        _folder.WriteScript("x.sh", Printing("""{"token":"t"}"""));
        var credentials = Load("command: ./x.sh");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credentials.GetAuthorizationAsync(Stop).AsTask()));
        Runs.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_answer_is_asked_for_again_but_only_once_for_all_who_were_refused()
    {
        _folder.WriteScript("x.sh", "echo run >> \"$(dirname \"$0\")/runs\"\n" + """
            echo "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"t$(wc -l < "$(dirname "$0")/runs")\"}}"
            """);
        var credentials = Load("command: ./x.sh");
        var first = await credentials.GetAuthorizationAsync(Stop);
        credentials.Invalidate(first).ShouldBeTrue();
        var second = await credentials.GetAuthorizationAsync(Stop);
        second!.Parameter.ShouldBe("t2");
        credentials.Invalidate(first).ShouldBeTrue();
        (await credentials.GetAuthorizationAsync(Stop)).ShouldBeSameAs(second);
        Runs.ShouldBe(2);
    }

    [Fact]
    public async Task A_certificate_may_be_the_answer()
    {
        var (certificate, key) = TestCertificates.Create("CN=exec");
        var status = new JsonObject { ["clientCertificateData"] = certificate, ["clientKeyData"] = key };
        _folder.WriteScript("x.sh", Printing(status.ToJsonString().Replace("\\", "\\\\", StringComparison.Ordinal)));
        var credentials = Load("command: ./x.sh");
        (await credentials.GetAuthorizationAsync(Stop)).ShouldBeNull();
        credentials.ClientCertificate!.Subject.ShouldBe("CN=exec");
    }

    [Fact]
    public async Task The_program_is_told_of_the_cluster_when_it_wants_to_be()
    {
        _folder.WriteScript("x.sh", "printf %s \"$KUBERNETES_EXEC_INFO\" > \"$(dirname \"$0\")/info\"\n" + Printing("""{"token":"t"}"""));
        await Load("command: ./x.sh, provideClusterInfo: true").GetAuthorizationAsync(Stop);
        var info = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "info"), Stop))!;
        info["kind"]!.GetValue<string>().ShouldBe("ExecCredential");
        info["spec"]!["interactive"]!.GetValue<bool>().ShouldBeFalse();
        info["spec"]!["cluster"]!["server"]!.GetValue<string>().ShouldBe("https://h:1");
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("", true, true)]
    [InlineData(", interactiveMode: IfAvailable", true, true)]
    [InlineData(", interactiveMode: IfAvailable", false, false)]
    [InlineData(", interactiveMode: Never", true, false)]
    [InlineData(", interactiveMode: Always", true, true)]
    public async Task The_program_may_ask_on_a_terminal_only_where_there_is_one_and_it_wants_to(string mode, bool terminal, bool interactive)
    {
        _folder.WriteScript("x.sh", "printf %s \"$KUBERNETES_EXEC_INFO\" > \"$(dirname \"$0\")/info\"\n" + Printing("""{"token":"t"}"""));
        await Load("command: ./x.sh" + mode, terminal: terminal).GetAuthorizationAsync(Stop);
        var info = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "info"), Stop))!;
        info["spec"]!["interactive"]!.GetValue<bool>().ShouldBe(interactive);
    }

    [Fact]
    public async Task A_program_without_a_terminal_that_asks_anyway_reads_an_end_and_does_not_hang()
    {
        _folder.WriteScript("x.sh", "read answer || answer=nobody\n" + Printing("""{"token":"$answer"}"""));
        (await Load("command: ./x.sh, interactiveMode: Never").GetAuthorizationAsync(Stop))!.Parameter.ShouldBe("nobody");
    }

    [Fact]
    public async Task Somebody_who_types_slowly_is_waited_for_longer_than_for_an_answer_of_the_server()
    {
        _folder.WriteScript("x.sh", "touch \"$(dirname \"$0\")/asked\"; until test -e \"$(dirname \"$0\")/typed\"; do sleep 0.01; done\n" + Printing("""{"token":"t"}"""));
        var credentials = Load("command: ./x.sh", terminal: true);
        await using var cluster = await Client.TestCluster.StartAsync(new FakeApiServerOptions { Authenticate = token => token == "t" });
        var call = cluster.Connect(_time, credentials).ListAsync<Models.V1Node>(cancellationToken: Stop);
        while (!File.Exists(Path.Combine(_folder.Path, "asked")))
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        _time.Advance(TimeSpan.FromMinutes(9));
        _folder.Write("typed", string.Empty);
        (await call).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_cluster_carries_for_the_program_is_handed_on_with_its_types()
    {
        _folder.WriteScript("x.sh", "printf %s \"$KUBERNETES_EXEC_INFO\" > \"$(dirname \"$0\")/info\"\n" + Printing("""{"token":"t"}"""));
        var extension = """extensions: [ { name: other, extension: 1 }, { name: client.authentication.k8s.io/exec, extension: { audience: "06e3", tries: 3, ratio: 0.5, on: true, no: null, list: [a] } } ]""";
        await Load("command: ./x.sh, provideClusterInfo: true", extension).GetAuthorizationAsync(Stop);
        var info = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "info"), Stop))!;
        info["spec"]!["cluster"]!["config"]!.ToJsonString().ShouldBe("""{"audience":"06e3","tries":3,"ratio":0.5,"on":true,"no":null,"list":["a"]}""");
    }

    [Fact]
    public async Task A_refused_certificate_stays_for_those_under_way_until_the_next_is_there()
    {
        var (certificate, key) = TestCertificates.Create("CN=exec");
        var status = new JsonObject { ["clientCertificateData"] = certificate, ["clientKeyData"] = key };
        _folder.WriteScript("x.sh", Printing(status.ToJsonString().Replace("\\", "\\\\", StringComparison.Ordinal)));
        var credentials = Load("command: ./x.sh");
        await credentials.GetAuthorizationAsync(Stop);
        var first = credentials.ClientCertificate.ShouldNotBeNull();
        credentials.Invalidate(null).ShouldBeTrue();
        credentials.ClientCertificate.ShouldBeSameAs(first);
        await credentials.GetAuthorizationAsync(Stop);
        credentials.ClientCertificate.ShouldNotBeNull().ShouldNotBeSameAs(first);
        Runs.ShouldBe(2);
    }

    [Fact]
    public async Task What_goes_wrong_is_said()
    {
        (await Fail("command: ./none.sh, installHint: get it from the shop")).ShouldContain("get it from the shop");
        _folder.WriteScript("fails.sh", "echo not logged in >&2; exit 3");
        (await Fail("command: ./fails.sh")).ShouldContain("ended with 3: not logged in");
        _folder.WriteScript("text.sh", "echo hello");
        (await Fail("command: ./text.sh")).ShouldContain("did not print an ExecCredential");
        _folder.WriteScript("empty.sh", Printing("{}"));
        (await Fail("command: ./empty.sh")).ShouldContain("neither a token nor a certificate");
        _folder.WriteScript("old.sh", "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"t\"}}'");
        (await Fail("command: ./old.sh")).ShouldContain("v1beta1");
        Should.Throw<KubernetesConfigurationException>(() => Load("command: ./x.sh, interactiveMode: Always")).Message.ShouldContain("terminal");
        Should.Throw<KubernetesConfigurationException>(() => Load("command: ./x.sh, interactiveMode: Perhaps")).Message.ShouldContain("Never, IfAvailable or Always");
    }

    [Fact]
    public async Task A_program_that_hangs_is_killed_after_a_minute()
    {
        _folder.WriteScript("x.sh", "touch \"$(dirname \"$0\")/started\"; exec sleep 1000");
        var call = Load("command: ./x.sh").GetAuthorizationAsync(Stop).AsTask();
        while (!File.Exists(Path.Combine(_folder.Path, "started")))
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        _time.Advance(TimeSpan.FromMinutes(1));
        (await Should.ThrowAsync<KubernetesConfigurationException>(() => call)).Message.ShouldContain("was killed");
    }

    private async Task<string> Fail(string exec) =>
        (await Should.ThrowAsync<KubernetesConfigurationException>(() => Load(exec).GetAuthorizationAsync(Stop).AsTask())).Message;
}
