using KvFleet.Agent.Options;
using Microsoft.Extensions.Logging;

namespace KvFleet.Agent.Tests.Options;

public sealed class AgentOptionsParserTests
{
    [Fact]
    public void Names_from_the_downward_API_are_enough()
    {
        var options = Parse([], out var problems, ("KVFLEET_NODE_NAME", "node-a"), ("KVFLEET_POD_UID", "uid"));

        problems.ShouldBeEmpty();
        (options.NodeName, options.PodUid, options.ReportPort, options.MetricsPort, options.ChannelSocket)
            .ShouldBe(("node-a", "uid", 9443, 9090, "/run/kvfleet/node.sock"));
        options.ReportUsers.ShouldBe(["system:serviceaccount:kvfleet-system:kvfleet-operator"]);
    }

    [Fact]
    public void Arguments_win_over_the_environment()
    {
        var options = Parse(["--node-name", "from-argument", "--pod-uid=u", "--log-level=debug"], out var problems, ("KVFLEET_NODE_NAME", "from-environment"));

        problems.ShouldBeEmpty();
        (options.NodeName, options.PodUid, options.LogLevel).ShouldBe(("from-argument", "u", LogLevel.Debug));
    }

    [Fact]
    public void Every_option_can_be_set()
    {
        var options = Parse(
            [
                "--node-name=n", "--pod-uid=u", "--channel-socket=/s", "--report-port=1", "--metrics-port=2", "--tls-directory=/t", "--report-users= a , b ",
                "--drain-seconds=7", "--populate-threads=3", "--log-level=Warning", "--disk-directory=/d", "--disk-keys-directory=/k", "--kubelet-filesystem=/f", "--allow-kubelet-filesystem=true",
            ],
            out var problems);

        problems.ShouldBeEmpty();
        options.ReportUsers.ShouldBe(["a", "b"]);
        (options.NodeName, options.PodUid, options.ChannelSocket, options.TlsDirectory).ShouldBe(("n", "u", "/s", "/t"));
        (options.ReportPort, options.MetricsPort, options.DrainDeadline, options.PopulateThreads, options.LogLevel)
            .ShouldBe((1, 2, TimeSpan.FromSeconds(7), 3, LogLevel.Warning));
        (options.DiskDirectory, options.DiskKeysDirectory, options.KubeletFilesystem, options.AllowKubeletFilesystem).ShouldBe(("/d", "/k", "/f", true));
    }

    [Theory]
    [InlineData("--report-port=0", "report-port")]
    [InlineData("--report-port=65536", "report-port")]
    [InlineData("--metrics-port=9443", "both 9443")]
    [InlineData("--drain-seconds=0", "drain-seconds")]
    [InlineData("--drain-seconds=-1", "drain-seconds")]
    [InlineData("--populate-threads=many", "populate-threads")]
    [InlineData("--report-users=,", "at least one user")]
    [InlineData("--log-level=Loud", "log level")]
    [InlineData("--log-level=3", "log level")]
    [InlineData("--disk-directory=data", "'data' is no absolute path")]
    [InlineData("--allow-kubelet-filesystem=maybe", "neither true nor false")]
    [InlineData("--colour=red", "Unknown argument '--colour=red'")]
    [InlineData("node-name", "Unknown argument 'node-name'")]
    [InlineData("--node-name", "needs a value")]
    public void What_is_wrong_is_named(string argument, string problem)
    {
        Parse([argument], out var problems, ("KVFLEET_NODE_NAME", "n"), ("KVFLEET_POD_UID", "u"));

        problems.ShouldHaveSingleItem().ShouldContain(problem);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        Parse(["--report-port=x", "--what"], out var problems);

        problems.Count.ShouldBe(4);
        problems.ShouldContain(p => p.Contains("spec.nodeName", StringComparison.Ordinal));
        problems.ShouldContain(p => p.Contains("metadata.uid", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_Kubernetes_no_names_are_needed()
    {
        Parse(["--standalone", "pools.yaml"], out var problems).StandaloneFile.ShouldBe("pools.yaml");

        problems.ShouldBeEmpty();
    }

    [Fact]
    public void The_usage_names_every_option()
    {
        foreach (var name in new[] { "node-name", "pod-uid", "channel-socket", "report-port", "metrics-port", "tls-directory", "report-users", "drain-seconds", "populate-threads", "standalone", "log-level" })
            AgentOptionsParser.Usage.ShouldContain($"--{name} ");
    }

    private static AgentOptions Parse(string[] arguments, out IReadOnlyList<string> problems, params (string Name, string Value)[] environment) =>
        AgentOptionsParser.Parse(arguments, name => environment.FirstOrDefault(e => e.Name == name).Value, out problems);
}
