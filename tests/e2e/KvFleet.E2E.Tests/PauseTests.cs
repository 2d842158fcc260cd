namespace KvFleet.E2E.Tests;

/// <summary>Switches that stop changes.</summary>
public sealed class PauseTests : ClusterTests
{
    [Fact]
    public async Task A_paused_pool_keeps_what_it_has_until_it_goes_on()
    {
        await using var space = await TestNamespace.CreateAsync("pause");
        var (pool, node) = (new Pool(space.Name, "llama"), (await NodesAsync())[0]);
        var there = $"nodeSelector: {{ kubernetes.io/hostname: {node} }}";
        await pool.ApplyAsync("256Mi", there);
        await pool.WaitForResidentAsync("256Mi");

        await pool.ApplyAsync("512Mi", there + "\npaused: true");
        var seen = await pool.WaitForConditionAsync("CapacityAssigned", "False", "Paused");
        Pool.Bytes(seen, "assigned").ShouldBe(Pool.Parse("256Mi"));

        await pool.ApplyAsync("512Mi", there + "\npaused: false");
        await pool.WaitForResidentAsync("512Mi");
    }

    [Fact]
    public async Task An_excluded_node_gives_its_memory_back()
    {
        await using var space = await TestNamespace.CreateAsync("exclude");
        var nodes = (await NodesAsync()).Take(2).ToArray();
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("512Mi", $"nodeRequirements: [{{ key: kubernetes.io/hostname, operator: In, values: [{string.Join(", ", nodes)}] }}]");
        await pool.WaitForResidentAsync("512Mi");

        await Kubectl.RunAsync("annotate", "node", nodes[0], "kvfleet.io/exclude=true");
        try
        {
            await Wait.ForAsync("all holders are on the other node", pool.HoldersAsync, holders => holders.Count > 0 && holders.All(holder => Pool.Text(holder["spec"]!["nodeName"]) == nodes[1]));
            await pool.WaitForResidentAsync("512Mi");
        }
        finally
        {
            await Kubectl.RunAsync("annotate", "node", nodes[0], "kvfleet.io/exclude-");
        }
    }
}
