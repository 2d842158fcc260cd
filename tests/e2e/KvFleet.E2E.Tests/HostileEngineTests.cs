namespace KvFleet.E2E.Tests;

/// <summary>An engine that misbehaves can harm its own pool's bytes and nothing else.</summary>
public sealed class HostileEngineTests : ClusterTests
{
    [Fact]
    public async Task Truncating_is_refused_by_the_kernel()
    {
        await using var space = await TestNamespace.CreateAsync("truncate");
        var (_, engine) = await StartAsync(space);

        (await engine.RunAsync("truncate")).ShouldContain("Operation not permitted");
    }

    [Fact]
    public async Task A_punched_hole_is_filled_again()
    {
        await using var space = await TestNamespace.CreateAsync("punch");
        var (pool, engine) = await StartAsync(space);

        (await engine.RunAsync("punch")).ShouldContain("PUNCH done");

        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        await pool.WaitForResidentAsync("256Mi");
    }

    [Fact]
    public async Task A_flood_of_nonsense_ends_the_connection_and_harms_nobody()
    {
        await using var space = await TestNamespace.CreateAsync("flood");
        var (pool, engine) = await StartAsync(space);

        (await engine.RunAsync("flood")).ShouldContain("THROWN OUT");

        Engine.IsAllOf(Engine.Bytes(await engine.RunAsync("truncate"), "MAPPED"), "256Mi").ShouldBeTrue();
        await pool.WaitForResidentAsync("256Mi");
    }

    [Fact]
    public async Task An_engine_that_never_lets_go_is_named_with_the_bytes_it_keeps()
    {
        await using var space = await TestNamespace.CreateAsync("keep");
        var (pool, engine) = await StartAsync(space);
        await engine.StartInBackgroundAsync("keep", "keep");
        await Wait.ForAsync("the engine has mapped", () => engine.LogAsync("keep"), log => Engine.IsAllOf(Engine.Bytes(log, "MAPPED"), "256Mi"));

        await pool.ApplyAsync("256Mi", "nodeSelector: { nobody: has-this }");

        var seen = await pool.WaitForConditionAsync("Degraded", "True", "StuckBytes", 180);
        Pool.Text(Pool.Condition(seen, "Degraded")?["message"]).ShouldContain($"{space.Name}/{engine.Name}");
        Engine.IsAllOf(Pool.Bytes(seen, "stuck"), "256Mi").ShouldBeTrue();

        await engine.KillAsync();
        await Wait.ForAsync("everything is back", pool.HoldersAsync, holders => holders.Count == 0);
    }

    private static async Task<(Pool Pool, Engine Engine)> StartAsync(TestNamespace space)
    {
        var (pool, node) = (new Pool(space.Name, "llama"), (await NodesAsync())[0]);
        await pool.ApplyAsync("256Mi", $"nodeSelector: {{ kubernetes.io/hostname: {node} }}");
        await pool.WaitForResidentAsync("256Mi");
        var engine = new Engine(space.Name, "engine");
        await engine.StartAsync(pool.Name, node);
        return (pool, engine);
    }
}
