namespace KvFleet.E2E.Tests;

/// <summary>Engines in restricted pods store and load through their volume; what they stored outlives agents and their updates.</summary>
public sealed class StoreTests : ClusterTests
{
    [Fact]
    public async Task Two_restricted_pods_of_one_node_share_rows()
    {
        await using var space = await TestNamespace.CreateAsync("rows");
        var (_, node, writer) = await StartAsync(space, "256Mi");
        var reader = new Engine(space.Name, "reader");
        await reader.StartAsync("llama", node);

        (await writer.RunStoreToolAsync("put", "0", "64", "1")).ShouldStartWith("STORED 64 MAPPED True");

        (await reader.RunStoreToolAsync("check", "0", "64", "1")).ShouldStartWith("FOUND 64 WRONG 0");
        (await reader.RunStoreToolAsync("check", "0", "64", "2")).ShouldStartWith("FOUND 0 WRONG 0", customMessage: "rows that nobody put");
    }

    [Fact]
    public async Task Pods_of_another_namespace_get_copies_once_the_pool_is_shared_with_it()
    {
        await using var space = await TestNamespace.CreateAsync("owner");
        await using var elsewhere = await TestNamespace.CreateAsync("guest");
        var (pool, node, owner) = await StartAsync(space, "256Mi");
        await owner.RunStoreToolAsync("put", "0", "16", "6");
        var guest = new Engine(elsewhere.Name, "guest");
        await guest.StartAsync(pool.Name, node, space.Name);
        await Wait.ForAsync("the volume says why not", () => guest.ReadAsync("/kvfleet/status.json"), status => status.Contains("spec.sharing.namespaces", StringComparison.Ordinal));
        (await CliAsync("dbsize")).ShouldNotContain("16");

        await pool.ApplyAsync("256Mi", There(node) + $"\nsharing: {{ mode: Shared, namespaces: [{elsewhere.Name}] }}");

        await Wait.ForAsync("the volume can be used", () => guest.ReadAsync("/kvfleet/status.json"), status => status.Contains("PoolReady", StringComparison.Ordinal));
        (await guest.RunStoreToolAsync("check", "0", "16", "6")).ShouldStartWith("FOUND 16 WRONG 0");
        (await guest.RunStoreToolAsync("put", "0", "1", "7")).ShouldContain("spec.sharing.access");
        (await CliAsync("set", "a", "b")).ShouldStartWith("NOPERM");
        await pool.ApplyAsync("256Mi", There(node) + $"\nsharing: {{ mode: Shared, namespaces: [{elsewhere.Name}], access: ReadWrite }}");
        await Wait.ForAsync("it may store", () => guest.RunStoreToolAsync("put", "0", "16", "7"), said => said.StartsWith("STORED 16 MAPPED False", StringComparison.Ordinal));
        (await owner.RunStoreToolAsync("check", "0", "16", "7")).ShouldStartWith("FOUND 16 WRONG 0");

        async Task<string> CliAsync(params string[] words) => (await guest.RunProgramAsync(["/usr/local/bin/redis-cli", "-s", "/kvfleet/resp.sock", .. words])).Trim();
    }

    [Fact]
    public async Task Rows_are_there_with_equal_bytes_after_the_agent_was_deleted()
    {
        await using var space = await TestNamespace.CreateAsync("deleted");
        var (pool, node, engine) = await StartAsync(space, "256Mi");
        await engine.RunStoreToolAsync("put", "0", "64", "3");

        await Kubectl.RunAsync("delete", "pod", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=agent", "--field-selector", $"spec.nodeName={node}");
        await Installation.WaitForAgentsAsync();
        await pool.WaitForResidentAsync("256Mi");

        (await engine.RunStoreToolAsync("check", "0", "64", "3")).ShouldStartWith("FOUND 64 WRONG 0");
    }

    [Fact]
    public async Task Rows_are_there_with_equal_bytes_after_the_agents_image_was_updated()
    {
        Assert.SkipWhen(Settings.NextAgentImage is null, "KVFLEET_E2E_NEXT_AGENT_IMAGE names no image to update the agent to");
        await using var space = await TestNamespace.CreateAsync("update");
        var (pool, node, engine) = await StartAsync(space, "256Mi");
        await engine.RunStoreToolAsync("put", "0", "64", "4");
        var holder = (await pool.HoldersAsync()).ShouldHaveSingleItem()["metadata"]!["uid"]!.GetValue<string>();
        try
        {
            await UpdateAsync(Settings.NextAgentImage!);
            await pool.WaitForResidentAsync("256Mi");

            var agent = (await Kubectl.ListAsync("pods", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=agent", "--field-selector", $"spec.nodeName={node}")).ShouldHaveSingleItem();
            Pool.Text(agent["spec"]!["containers"]![0]!["image"]).ShouldBe(Settings.NextAgentImage);
            (await pool.HoldersAsync()).ShouldHaveSingleItem()["metadata"]!["uid"]!.GetValue<string>().ShouldBe(holder, "an update of the agent leaves holders alone");
            (await engine.RunStoreToolAsync("check", "0", "64", "4")).ShouldStartWith("FOUND 64 WRONG 0");
        }
        finally
        {
            await UpdateAsync(Settings.AgentImage);
        }
    }

    [Fact]
    public async Task A_pool_that_shrinks_under_load_gives_misses_but_no_error_and_no_wrong_byte()
    {
        await using var space = await TestNamespace.CreateAsync("shrink");
        var (pool, node, engine) = await StartAsync(space, "256Mi");
        await pool.ApplyAsync("512Mi", There(node));
        await pool.WaitForResidentAsync("512Mi");
        // More rows than the pool will have room for: 2 MiB each.
        var work = engine.RunStoreToolAsync("work", "200", "5", "45");
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken);

        await pool.ApplyAsync("256Mi", There(node));
        await pool.WaitForResidentAsync("256Mi");
        await Wait.ForAsync("one holder is left", pool.HoldersAsync, holders => holders.Count == 1);
        work.IsCompleted.ShouldBeFalse("the engine was at work all the time");

        var words = (await work).Split(' ', '\n');
        words[0].ShouldBe("ASKED", await work);
        (words[4], words[5]).ShouldBe(("WRONG", "0"));
        int.Parse(words[3], System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture) - 1);
        Engine.IsAllOf(long.Parse(words[9], System.Globalization.CultureInfo.InvariantCulture), "256Mi").ShouldBeTrue("what was given back is not mapped any more");
    }

    [Fact]
    public async Task Redis_tools_run_against_a_pool()
    {
        await using var space = await TestNamespace.CreateAsync("redis");
        var (_, _, engine) = await StartAsync(space, "256Mi");

        (await CliAsync("ping")).ShouldBe("PONG");
        (await CliAsync("set", "greeting", "hello")).ShouldBe("OK");
        (await CliAsync("get", "greeting")).ShouldBe("hello");
        (await CliAsync("del", "greeting")).ShouldBe("1");
        var figures = await engine.RunProgramAsync("/usr/local/bin/redis-benchmark", "-s", "/kvfleet/resp.sock", "-t", "set,get", "-d", "65536", "-n", "2000", "-c", "8", "-r", "200", "--csv");
        figures.ShouldContain("\"SET\",");
        figures.ShouldContain("\"GET\",");
        figures.ShouldNotContain("ERR");

        async Task<string> CliAsync(params string[] words) => (await engine.RunProgramAsync(["/usr/local/bin/redis-cli", "-s", "/kvfleet/resp.sock", .. words])).Trim();
    }

    private static string There(string node) => $"nodeSelector: {{ kubernetes.io/hostname: {node} }}";

    private static async Task UpdateAsync(string image)
    {
        await Kubectl.RunAsync("set", "env", "-n", Settings.SystemNamespace, "deployment/kvfleet-operator", $"KVFLEET_AGENT__IMAGE={image}");
        await Wait.ForAsync(
            $"the agents run {image}",
            () => Kubectl.GetAsync("daemonset", "-n", Settings.SystemNamespace, "kvfleet-agent"),
            agents => Pool.Text(agents?["spec"]?["template"]?["spec"]?["containers"]?[0]?["image"]) == image
                && agents?["status"]?["observedGeneration"]?.ToJsonString() == agents?["metadata"]?["generation"]?.ToJsonString());
        await Installation.WaitForAgentsAsync();
    }

    private static async Task<(Pool Pool, string Node, Engine Engine)> StartAsync(TestNamespace space, string capacity)
    {
        var (pool, node) = (new Pool(space.Name, "llama"), (await NodesAsync())[0]);
        await pool.ApplyAsync(capacity, There(node));
        await pool.WaitForResidentAsync(capacity);
        var engine = new Engine(space.Name, "engine");
        await engine.StartAsync(pool.Name, node);
        return (pool, node, engine);
    }
}
