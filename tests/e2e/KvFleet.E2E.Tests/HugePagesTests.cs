namespace KvFleet.E2E.Tests;

/// <summary>Memory of huge pages: requested as such, and really made of them.</summary>
public sealed class HugePagesTests : ClusterTests
{
    private const string Resource = "hugepages-2Mi";

    [Fact]
    public async Task A_pool_of_huge_pages_is_resident_in_them_and_charged_as_such()
    {
        var node = (await Kubectl.ListAsync("nodes")).FirstOrDefault(HasHugePages)?["metadata"]!["name"]!.GetValue<string>();
        Assert.SkipWhen(node is null, $"no node of this cluster has 256Mi of {Resource}");
        await using var space = await TestNamespace.CreateAsync("hugepages");
        var pool = new Pool(space.Name, "llama");

        await pool.ApplyAsync("256Mi", $"hostMemory: {{ hugePages: 2Mi }}\nnodeSelector: {{ kubernetes.io/hostname: {node} }}");
        await pool.WaitForResidentAsync("256Mi");

        var holder = (await pool.HoldersAsync()).ShouldHaveSingleItem();
        var resources = holder["spec"]!["containers"]!.AsArray().ShouldHaveSingleItem()!["resources"]!;
        resources["requests"]![Resource]!.GetValue<string>().ShouldBe("256Mi");
        resources["limits"]![Resource]!.GetValue<string>().ShouldBe("256Mi");
        var small = await Inspector.MemoryOfPodAsync(node!, holder["metadata"]!["uid"]!.GetValue<string>());
        small.ShouldBeLessThan(Pool.Parse("64Mi"), "the bytes are in huge pages, not in base pages");
    }

    private static bool HasHugePages(System.Text.Json.Nodes.JsonNode node) =>
        node["status"]!["allocatable"]?[Resource] is { } quantity && Pool.Parse(quantity.GetValue<string>()) >= Pool.Parse("256Mi");
}
