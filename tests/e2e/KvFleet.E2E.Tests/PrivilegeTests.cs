namespace KvFleet.E2E.Tests;

/// <summary>Only the small node container has privileges.</summary>
public sealed class PrivilegeTests : ClusterTests
{
    private const string NoCapability = "0000000000000000";

    [Fact]
    public async Task Serve_holders_and_operator_run_without_any_capability()
    {
        await using var space = await TestNamespace.CreateAsync("caps");
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("256Mi");
        await pool.WaitForResidentAsync("256Mi");

        foreach (var holder in await pool.HoldersAsync())
        {
            (await CapabilitiesAsync(holder)).ShouldContain(("kvfleet-hold", NoCapability));
        }

        foreach (var agent in await Kubectl.ListAsync("pods", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=agent"))
        {
            var seen = await CapabilitiesAsync(agent);
            seen.ShouldContain(("kvfleet-serve", NoCapability));
            seen.Single(process => process.Command == "kvfleet-node").Capabilities.ShouldNotBe(NoCapability);
        }

        foreach (var @operator in await Kubectl.ListAsync("pods", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=operator"))
        {
            (await CapabilitiesAsync(@operator)).ShouldContain(process => process.Command.StartsWith("kvfleet-operato", StringComparison.Ordinal) && process.Capabilities == NoCapability);
        }
    }

    [Fact]
    public async Task Agents_may_write_nothing_to_the_API()
    {
        foreach (var (verb, resource) in new[] { ("update", "kvcachenodes.kvfleet.io"), ("patch", "kvcachenodes.kvfleet.io/status"), ("patch", "nodes"), ("create", "pods"), ("get", "secrets"), ("patch", "kvcachepools.kvfleet.io") })
        {
            var (_, output, _) = await Kubectl.TryRunAsync(null, "auth", "can-i", verb, resource, "-A", "--as", $"system:serviceaccount:{Settings.SystemNamespace}:kvfleet-agent");
            output.Trim().ShouldBe("no", $"{verb} {resource}");
        }
    }

    private static Task<IReadOnlyList<(string Command, string Capabilities)>> CapabilitiesAsync(System.Text.Json.Nodes.JsonNode pod) =>
        Inspector.CapabilitiesAsync(pod["spec"]!["nodeName"]!.GetValue<string>(), pod["metadata"]!["uid"]!.GetValue<string>());
}
