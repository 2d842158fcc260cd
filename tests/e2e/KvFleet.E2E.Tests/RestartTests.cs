namespace KvFleet.E2E.Tests;

/// <summary>Bytes outlive every part of KvFleet but the holder that owns them.</summary>
public sealed class RestartTests : ClusterTests
{
    [Fact]
    public async Task Bytes_that_an_engine_wrote_are_there_after_the_agent_pod_was_replaced()
    {
        await using var space = await TestNamespace.CreateAsync("restart");
        var (pool, node) = (new Pool(space.Name, "llama"), (await NodesAsync())[0]);
        await pool.ApplyAsync("256Mi", $"nodeSelector: {{ kubernetes.io/hostname: {node} }}");
        await pool.WaitForResidentAsync("256Mi");
        var holder = (await pool.HoldersAsync()).ShouldHaveSingleItem()["metadata"]!["uid"]!.GetValue<string>();
        var engine = new Engine(space.Name, "engine");
        await engine.StartAsync(pool.Name, node);
        await engine.StartInBackgroundAsync("write", "write", "42");
        await Wait.ForAsync("the pattern is written", () => engine.LogAsync("write"), log => Engine.IsAllOf(Engine.Bytes(log, "WROTE"), "256Mi"));

        await Kubectl.RunAsync("delete", "pod", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=agent", "--field-selector", $"spec.nodeName={node}");
        await Installation.WaitForAgentsAsync();
        await pool.WaitForResidentAsync("256Mi");

        (await pool.HoldersAsync()).ShouldHaveSingleItem()["metadata"]!["uid"]!.GetValue<string>().ShouldBe(holder, "the holder was not touched");
        await Wait.ForAsync("another engine process reads the pattern", () => engine.RunAsync("verify", "42"), output => Engine.IsAllOf(Engine.Bytes(output, "VERIFIED"), "256Mi"), 30);
    }

    [Theory]
    [InlineData("kvfleet-serve")]
    [InlineData("kvfleet-node")]
    public async Task Killing_one_container_of_the_agent_loses_nothing(string process)
    {
        await using var space = await TestNamespace.CreateAsync("kill");
        var (pool, node) = (new Pool(space.Name, "llama"), (await NodesAsync())[0]);
        await pool.ApplyAsync("256Mi", $"nodeSelector: {{ kubernetes.io/hostname: {node} }}");
        await pool.WaitForResidentAsync("256Mi");
        var engine = new Engine(space.Name, "engine");
        await engine.StartAsync(pool.Name, node);
        await engine.StartInBackgroundAsync("write", "write", "7");
        await Wait.ForAsync("the pattern is written", () => engine.LogAsync("write"), log => Engine.IsAllOf(Engine.Bytes(log, "WROTE"), "256Mi"));
        var agent = (await Kubectl.ListAsync("pods", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=agent", "--field-selector", $"spec.nodeName={node}")).ShouldHaveSingleItem()["metadata"]!;

        await Inspector.KillAsync(node, agent["uid"]!.GetValue<string>(), process);

        await Wait.ForAsync(
            $"{process} was started again",
            () => Kubectl.GetAsync("pod", "-n", Settings.SystemNamespace, agent["name"]!.GetValue<string>()),
            pod => pod!["status"]!["containerStatuses"]!.AsArray().Sum(status => status!["restartCount"]!.GetValue<int>()) > 0 && pod["status"]!["containerStatuses"]!.AsArray().All(status => status!["ready"]!.GetValue<bool>()));
        await pool.WaitForResidentAsync("256Mi");
        await Wait.ForAsync("the pattern is still there", () => engine.RunAsync("verify", "7"), output => Engine.IsAllOf(Engine.Bytes(output, "VERIFIED"), "256Mi"), 60);
    }

    [Fact]
    public async Task A_holder_deleted_by_hand_comes_back_and_an_event_says_so()
    {
        await using var space = await TestNamespace.CreateAsync("holder");
        var (pool, node) = (new Pool(space.Name, "llama"), (await NodesAsync())[0]);
        await pool.ApplyAsync("256Mi", $"nodeSelector: {{ kubernetes.io/hostname: {node} }}");
        await pool.WaitForResidentAsync("256Mi");
        var holder = (await pool.HoldersAsync()).ShouldHaveSingleItem()["metadata"]!;

        await Kubectl.RunAsync("delete", "pod", "-n", space.Name, holder["name"]!.GetValue<string>());

        await Wait.ForAsync("a new holder runs", pool.HoldersAsync, holders => holders.Count == 1 && holders[0]["metadata"]!["uid"]!.GetValue<string>() != holder["uid"]!.GetValue<string>());
        await pool.WaitForResidentAsync("256Mi");
        (await Kubectl.RunAsync("get", "events", "-n", space.Name)).ShouldContain(holder["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_operator_killed_at_any_moment_changes_nothing_that_is_held()
    {
        await using var space = await TestNamespace.CreateAsync("operator");
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("512Mi");
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        await Kubectl.RunAsync("delete", "pod", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=operator", "--grace-period=0", "--force");

        await pool.WaitForResidentAsync("512Mi");
        var holders = (await pool.HoldersAsync()).Select(holder => holder["metadata"]!["uid"]!.GetValue<string>()).Order(StringComparer.Ordinal).ToArray();
        await Kubectl.RunAsync("delete", "pod", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=operator");
        await Installation.WaitForAgentsAsync();
        await pool.WaitForResidentAsync("512Mi");

        (await pool.HoldersAsync()).Select(holder => holder["metadata"]!["uid"]!.GetValue<string>()).Order(StringComparer.Ordinal).ShouldBe(holders);
    }
}
