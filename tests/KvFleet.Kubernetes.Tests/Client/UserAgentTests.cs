using System.Reflection;
using System.Runtime.InteropServices;
using KvFleet.Kubernetes.Client;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class UserAgentTests
{
    private static readonly AssemblyName Library = new("Lib, Version=4.5.6.0");

    [Theory]
    [InlineData("linux", Architecture.X64, "my-operator/1.2.3 (linux/amd64) kubernetes/Lib-4.5.6")]
    [InlineData("linux", Architecture.Arm64, "my-operator/1.2.3 (linux/arm64) kubernetes/Lib-4.5.6")]
    [InlineData("windows", Architecture.X86, "my-operator/1.2.3 (windows/386) kubernetes/Lib-4.5.6")]
    public void It_says_program_platform_and_library(string os, Architecture architecture, string expected) =>
        UserAgent.Of(new AssemblyName("my-operator, Version=1.2.3.0"), os, architecture, Library).ShouldBe(expected);

    [Fact]
    public void A_process_without_a_program_still_has_one() =>
        UserAgent.Of(null, "linux", Architecture.X64, Library).ShouldBe("unknown/0.0.0 (linux/amd64) kubernetes/Lib-4.5.6");

    [Fact]
    public async Task It_is_sent_and_its_first_word_is_the_manager_of_fields()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = new KubernetesClient(new Kubernetes.Configuration.KubernetesClientConfiguration { Host = cluster.Server.Uri });
        await client.GetAsync<Models.V1Node>("n", cancellationToken: TestCluster.Stop);
        var request = cluster.Server.Requests.ShouldHaveSingleItem();
        request.Headers["user-agent"].ShouldMatch(@"^[\w.-]+/\d+\.\d+\.\d+ \(\w+/\w+\) kubernetes/KvFleet\.Kubernetes-\d+\.\d+\.\d+$");
        request.Manager.ShouldBe(Assembly.GetEntryAssembly()!.GetName().Name);
    }
}
