namespace KvFleet.E2E.Tests;

/// <summary>Deleting a pool gives the memory back.</summary>
public sealed class DeletePoolTests : ClusterTests
{
    [Fact]
    public async Task Deleting_a_pool_removes_its_holders_and_unlocks_its_memory()
    {
        await using var space = await TestNamespace.CreateAsync("delete");
        var pool = new Pool(space.Name, "llama");
        var node = (await NodesAsync())[0];
        await pool.ApplyAsync("512Mi", $"nodeSelector: {{ kubernetes.io/hostname: {node} }}");
        await pool.WaitForResidentAsync("512Mi");
        var agent = (await Kubectl.ListAsync("pods", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=agent", "--field-selector", $"spec.nodeName={node}")).ShouldHaveSingleItem();
        var uid = agent["metadata"]!["uid"]!.GetValue<string>();
        var before = await Inspector.LockedByPodAsync(node, uid);

        await Kubectl.RunAsync("delete", "kvcachepool", "-n", space.Name, pool.Name, "--timeout=90s");

        await Wait.ForAsync("holders are gone", () => Kubectl.ListAsync("pods", "-n", space.Name, "-l", "app.kubernetes.io/component=holder"), pods => pods.Count == 0);
        await Wait.ForAsync("the memory is unlocked", () => Inspector.LockedByPodAsync(node, uid), locked => locked == before - Pool.Parse("512Mi"));
        await Wait.ForAsync("the node has no assignment", () => Kubectl.GetAsync("kvcachenode", node), seen => seen?["spec"]?["assignments"] is null || seen["spec"]!["assignments"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task A_pool_deleted_while_it_is_being_applied_goes_without_a_trace()
    {
        await using var space = await TestNamespace.CreateAsync("hasty");
        var pool = new Pool(space.Name, "llama");

        await pool.ApplyAsync("1Gi");
        await Kubectl.RunAsync("delete", "kvcachepool", "-n", space.Name, pool.Name, "--timeout=120s");

        await Wait.ForAsync("holders are gone", () => Kubectl.ListAsync("pods", "-n", space.Name, "-l", "app.kubernetes.io/component=holder"), pods => pods.Count == 0);
    }
}
