namespace KvFleet.E2E.Tests;

/// <summary>A cache never keeps an engine from starting.</summary>
public sealed class UnavailableVolumeTests : ClusterTests
{
    [Fact]
    public async Task A_pod_whose_pool_does_not_exist_starts_with_a_volume_marked_unavailable()
    {
        await using var space = await TestNamespace.CreateAsync("unknown");
        var engine = new Engine(space.Name, "engine");

        await engine.StartAsync("no-such-pool", (await NodesAsync())[0]);

        var status = await Wait.ForAsync("the volume says why", () => engine.ReadAsync("/kvfleet/status.json"), text => text.Contains("\"available\":false", StringComparison.Ordinal));
        status.ShouldContain($"{space.Name}/no-such-pool");
        (await engine.RunAsync("truncate")).ShouldContain("REFUSED");
    }

    [Fact]
    public async Task The_volume_becomes_available_when_the_pool_comes()
    {
        await using var space = await TestNamespace.CreateAsync("late");
        var (engine, node) = (new Engine(space.Name, "engine"), (await NodesAsync())[0]);
        await engine.StartAsync("llama", node);
        var pool = new Pool(space.Name, "llama");

        await pool.ApplyAsync("256Mi", $"nodeSelector: {{ kubernetes.io/hostname: {node} }}");
        await pool.WaitForResidentAsync("256Mi");

        await Wait.ForAsync("the volume is available", () => engine.ReadAsync("/kvfleet/status.json"), text => text.Contains("\"available\":true", StringComparison.Ordinal));
        Engine.IsAllOf(Engine.Bytes(await engine.RunAsync("truncate"), "MAPPED"), "256Mi").ShouldBeTrue();
    }
}
