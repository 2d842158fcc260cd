namespace KvFleet.E2E.Tests;

/// <summary>Capacity changes online; a second pool finds its place.</summary>
public sealed class ResizePoolTests : ClusterTests
{
    [Fact]
    public async Task A_pool_grows_and_shrinks_without_losing_what_it_keeps()
    {
        await using var space = await TestNamespace.CreateAsync("resize");
        var pool = new Pool(space.Name, "llama");
        var node = (await NodesAsync())[0];
        var there = $"nodeSelector: {{ kubernetes.io/hostname: {node} }}";
        await pool.ApplyAsync("512Mi", there);
        await pool.WaitForResidentAsync("512Mi");
        var first = (await pool.HoldersAsync()).ShouldHaveSingleItem()["metadata"]!["uid"]!.GetValue<string>();

        await pool.ApplyAsync("1Gi", there);
        await pool.WaitForResidentAsync("1Gi");
        (await pool.HoldersAsync()).Select(holder => holder["metadata"]!["uid"]!.GetValue<string>()).ShouldContain(first, "growth adds a holder and keeps the others");

        await pool.ApplyAsync("512Mi", there);
        await pool.WaitForResidentAsync("512Mi");
        await Wait.ForAsync("one holder is left", pool.HoldersAsync, holders => holders.Count == 1);
    }

    [Fact]
    public async Task Two_pools_that_want_everything_share_by_weight_and_say_what_they_lack()
    {
        await using var space = await TestNamespace.CreateAsync("share");
        var node = (await NodesAsync())[0];
        var heavy = new Pool(space.Name, "heavy");
        var light = new Pool(space.Name, "light");

        await heavy.ApplyAsync("1Ti", $"weight: 300\nnodeSelector: {{ kubernetes.io/hostname: {node} }}");
        await light.ApplyAsync("1Ti", $"weight: 100\nnodeSelector: {{ kubernetes.io/hostname: {node} }}");

        var seen = await heavy.WaitForConditionAsync("CapacityAssigned", "False", "CapacityExceedsFleet");
        Pool.Text(Pool.Condition(seen, "CapacityAssigned")?["message"]).ShouldContain("1Ti");
        await light.WaitForConditionAsync("CapacityAssigned", "False", "CapacityExceedsFleet");
        await Wait.ForAsync(
            "both have what the planner gave them, three to one",
            async () => (Heavy: await heavy.GetAsync(), Light: await light.GetAsync()),
            pools => Pool.Bytes(pools.Heavy, "resident") > 0 && Pool.Bytes(pools.Heavy, "resident") == Pool.Bytes(pools.Heavy, "assigned")
                && Pool.Bytes(pools.Light, "resident") > 0 && Pool.Bytes(pools.Light, "resident") == Pool.Bytes(pools.Light, "assigned")
                && Pool.Bytes(pools.Heavy, "assigned") >= 2 * Pool.Bytes(pools.Light, "assigned"));
    }
}
