namespace KvFleet.E2E.Tests;

/// <summary>A pool becomes pinned memory on the chosen nodes, and its status says so truthfully.</summary>
public sealed class ApplyPoolTests : ClusterTests
{
    [Fact]
    public async Task A_pool_on_two_nodes_is_resident_locked_and_charged_to_holders_that_the_scheduler_bound()
    {
        await using var space = await TestNamespace.CreateAsync("apply");
        var nodes = (await NodesAsync()).Take(2).ToArray();
        var pool = new Pool(space.Name, "llama");

        await pool.ApplyAsync("1Gi", $"nodeRequirements: [{{ key: kubernetes.io/hostname, operator: In, values: [{string.Join(", ", nodes)}] }}]\nhostMemory: {{ maxPerNode: 512Mi }}");
        var seen = await pool.WaitForResidentAsync("1Gi");

        seen!["status"]!["hostMemory"]!["tokens"]!.GetValue<long>().ShouldBe((1L << 30) / 131_072);
        var holders = await pool.HoldersAsync();
        holders.Select(holder => holder["spec"]!["nodeName"]!.GetValue<string>()).Distinct().ShouldBe(nodes, ignoreOrder: true);
        foreach (var holder in holders)
        {
            var container = holder["spec"]!["containers"]!.AsArray().ShouldHaveSingleItem()!;
            container["resources"]!["requests"]!["memory"]!.GetValue<string>().ShouldBe(container["resources"]!["limits"]!["memory"]!.GetValue<string>());
            holder["status"]!["conditions"]!.AsArray().ShouldContain(condition => Pool.Text(condition!["type"]) == "PodScheduled" && Pool.Text(condition["status"]) == "True");
            var bytes = long.Parse(holder["metadata"]!["annotations"]!["kvfleet.io/bytes"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
            var charged = await Inspector.MemoryOfPodAsync(holder["spec"]!["nodeName"]!.GetValue<string>(), holder["metadata"]!["uid"]!.GetValue<string>());
            charged.ShouldBeGreaterThanOrEqualTo(bytes);
            charged.ShouldBeLessThanOrEqualTo(bytes + Pool.Parse("64Mi"));
        }

        foreach (var node in nodes)
        {
            var agent = (await Kubectl.ListAsync("pods", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=agent", "--field-selector", $"spec.nodeName={node}")).ShouldHaveSingleItem();
            (await Inspector.LockedByPodAsync(node, agent["metadata"]!["uid"]!.GetValue<string>())).ShouldBe(Pool.Parse("512Mi"));
        }

        var classes = seen["status"]!["acceleratorClasses"]!.AsArray();
        classes.Sum(entry => Pool.Parse(entry!["resident"]!.GetValue<string>())).ShouldBe(Pool.Parse("1Gi"));
    }

    [Fact]
    public async Task Kubectl_describe_tells_the_whole_story()
    {
        await using var space = await TestNamespace.CreateAsync("describe");
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("512Mi");
        await pool.WaitForResidentAsync("512Mi");

        var text = await Kubectl.RunAsync("describe", "kvcachepool", "-n", space.Name, "llama");

        text.ShouldContain("Resident:");
        text.ShouldContain("Accelerator Classes:");
        text.ShouldContain("CapacityAssigned");
        text.ShouldContain("Events:");
        text.ShouldNotMatch(@"Events:\s*<none>", "there are events");
    }

    [Fact]
    public async Task Kubectl_explain_reads_like_documentation()
    {
        (await ExplainAsync("kvcachepool.spec")).ShouldContain("per node or over the whole fleet, never");
        (await ExplainAsync("kvcachenode")).ShouldContain("written by the operator alone");
    }

    // kubectl breaks lines where they happen to be full.
    private static async Task<string> ExplainAsync(string path) => string.Join(' ', (await Kubectl.RunAsync("explain", path)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
