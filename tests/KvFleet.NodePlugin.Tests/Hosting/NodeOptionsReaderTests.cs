using KvFleet.NodePlugin.Hosting;

namespace KvFleet.NodePlugin.Tests.Hosting;

public class NodeOptionsReaderTests
{
    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal) { ["KVFLEET_NODE_NAME"] = "node-1" };

    [Fact]
    public void A_node_name_is_enough()
    {
        Read(Environment, []).Problems.ShouldBeEmpty();

        var options = Read(Environment, []).Options;
        options.CsiSocket.ShouldBe("/var/lib/kubelet/plugins/kvfleet.io/csi.sock");
        options.RegistrationSocket.ShouldBe("/var/lib/kubelet/plugins_registry/kvfleet.io-reg.sock");
        options.JournalDirectory.ShouldBe("/var/lib/kubelet/plugins/kvfleet.io/volumes");
        options.LockFile.ShouldBe("/var/lib/kubelet/plugins/kvfleet.io/lock");
    }

    [Fact]
    public void Arguments_count_more_than_the_environment()
    {
        var environment = new Dictionary<string, string>(Environment, StringComparer.Ordinal) { ["KVFLEET_HTTP_PORT"] = "1000", ["KVFLEET_SERVE_USER_ID"] = "7" };

        var options = Read(environment, ["--http-port=2000", "--kubelet-directory", "/srv/kubelet", "--serve-grace-seconds", "5"]).Options;

        (options.HttpPort, options.ServeUserId, options.KubeletDirectory, options.ServeGrace.TotalSeconds).ShouldBe((2000, 7, "/srv/kubelet", 5));
    }

    [Theory]
    [InlineData("--http-port", "0")]
    [InlineData("--http-port", "65536")]
    [InlineData("--http-port", "many")]
    [InlineData("--node-name", "Node_1")]
    [InlineData("--kubelet-directory", "kubelet")]
    [InlineData("--kubelet-directory", "/")]
    [InlineData("--kubelet-directory", "/var/../lib")]
    [InlineData("--kubelet-directory", "/var/lib/kubelet/")]
    [InlineData("--channel-socket", "node.sock")]
    [InlineData("--serve-user-id", "-1")]
    [InlineData("--serve-grace-seconds", "0")]
    public void A_value_that_cannot_be_used_is_named_with_what_may_stand_there(string name, string value)
    {
        var problem = Read(Environment, [name, value]).Problems.ShouldHaveSingleItem();

        problem.ShouldStartWith($"{name} '{value}' is not usable: ");
        problem.Length.ShouldBeGreaterThan($"{name} '{value}' is not usable: ".Length);
    }

    [Fact]
    public void Every_problem_is_told_at_once() =>
        Read(new Dictionary<string, string>(StringComparer.Ordinal) { ["KVFLEET_HTTP_PORT"] = "x" }, ["--wrong", "--serve-user-id"]).Problems.ShouldBe(
        [
            "KVFLEET_HTTP_PORT 'x' is not usable: port of /livez, /readyz and /metrics, 1 to 65535",
            "argument '--wrong' is not known; --help lists those that are",
            "argument '--serve-user-id' has no value: user id of the serve container, 0 to 2147483647",
        ]);

    [Fact]
    public void A_missing_node_name_is_told_with_its_remedy() =>
        Read([], []).Problems.ShouldHaveSingleItem().ShouldContain("downward API");

    [Fact]
    public void The_help_names_every_setting_twice() => NodeOptionsReader.Usage.ShouldContain("--serve-grace-seconds    KVFLEET_SERVE_GRACE_SECONDS");

    private static (IReadOnlyList<string> Problems, NodeOptions Options) Read(Dictionary<string, string> environment, string[] arguments)
    {
        var problems = NodeOptionsReader.Read(arguments, environment.GetValueOrDefault, out var options);
        return (problems, options);
    }
}
