using System.Text.Json.Nodes;

namespace KvFleet.E2E.Tests;

/// <summary>Redis' own tools against a pool over TCP, with a password that changes.</summary>
public sealed class RespTests : ClusterTests
{
    private const string Spec = "resp: { passwordSecret: { name: llama-password } }";

    [Fact]
    public async Task A_pool_is_found_by_its_Service_asks_for_its_password_and_takes_up_another_one()
    {
        await using var space = await TestNamespace.CreateAsync("resp");
        var pool = new Pool(space.Name, "llama");
        var node = (await NodesAsync())[0];
        await pool.ApplyAsync("256Mi", $"{Spec}\nnodeSelector: {{ kubernetes.io/hostname: {node} }}");
        await pool.WaitForResidentAsync("256Mi");

        // Nothing is there that the spec asks for, and the operator may not look.
        await pool.WaitForConditionAsync("RespReady", "False", "SecretForbidden");
        await Kubectl.RunAsync("create", "rolebinding", "kvfleet-resp-secrets", "-n", space.Name, "--clusterrole=kvfleet-resp-secrets", $"--serviceaccount={Settings.SystemNamespace}:kvfleet-operator");
        await pool.WaitForConditionAsync("RespReady", "False", "SecretMissing");
        await Kubectl.RunAsync("create", "secret", "generic", "llama-password", "-n", space.Name, "--from-literal=password=first");
        await pool.WaitForConditionAsync("RespReady", "True", "Serving");

        var (address, port) = await FindAsync(space, node);
        var client = new Engine(space.Name, "client");
        await client.StartAsync("llama", node);
        (await TcpAsync(client, address, port, null, "GET", "k")).ShouldContain("NOAUTH");
        (await TcpAsync(client, address, port, "first", "SET", "k", "v")).ShouldContain("OK");
        (await TcpAsync(client, address, port, "first", "GET", "k")).ShouldContain("v");
        (await client.RunProgramAsync("/usr/local/bin/redis-benchmark", "-h", address, "-p", port, "-a", "first", "-t", "set,get", "-n", "1000", "-d", "1048576", "-r", "100", "-q")).ShouldContain("requests per second");

        // What came over TCP is in the pool, for engines with its volume, too.
        (await client.RunProgramAsync("/usr/local/bin/redis-cli", "-s", "/kvfleet/resp.sock", "GET", "k")).Trim().ShouldBe("v");

        await Kubectl.RunAsync("patch", "secret", "llama-password", "-n", space.Name, "-p", """{"stringData":{"password":"second"}}""");
        await Wait.ForAsync("the new password counts", () => TcpAsync(client, address, port, "second", "GET", "k"), static reply => reply.Trim().EndsWith('v'));
        (await TcpAsync(client, address, port, "first", "GET", "k")).ShouldContain("WRONGPASS");

        await pool.ApplyAsync("256Mi", $"nodeSelector: {{ kubernetes.io/hostname: {node} }}");
        await Wait.ForAsync("the Service is gone", () => Kubectl.GetAsync("service", "-n", space.Name, "llama-resp"), static service => service is null);
        await Wait.ForAsync("the port is closed", () => TcpAsync(client, address, port, "second", "PING"), static reply => reply.Contains("refused", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<(string Address, string Port)> FindAsync(TestNamespace space, string node)
    {
        var endpoints = await Wait.ForAsync("the pool is published", () => Kubectl.GetAsync("endpoints", "-n", space.Name, "llama-resp"), static found => Subset(found) is not null);
        var subset = Subset(endpoints)!;
        var address = subset["addresses"]!.AsArray().ShouldHaveSingleItem()!;
        Pool.Text(address["nodeName"]).ShouldBe(node);
        return (Pool.Text(address["ip"]), Pool.Text(subset["ports"]![0]!["port"]));
    }

    private static JsonNode? Subset(JsonNode? endpoints) => endpoints?["subsets"]?.AsArray().FirstOrDefault();

    private static Task<string> TcpAsync(Engine client, string address, string port, string? password, params string[] command) =>
        client.RunProgramAsync(["/usr/local/bin/redis-cli", "--no-auth-warning", "-h", address, "-p", port, .. password is null ? Array.Empty<string>() : ["-a", password], .. command]);
}
