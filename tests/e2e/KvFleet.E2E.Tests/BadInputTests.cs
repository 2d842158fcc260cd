namespace KvFleet.E2E.Tests;

/// <summary>What cannot be done is told with its cause and its remedy.</summary>
public sealed class BadInputTests : ClusterTests
{
    [Fact]
    public async Task An_unknown_model_without_geometry_is_an_invalid_spec()
    {
        await using var space = await TestNamespace.CreateAsync("model");
        await Kubectl.ApplyAsync($$"""
            apiVersion: kvfleet.io/v1alpha1
            kind: KVCachePool
            metadata: { name: odd, namespace: {{space.Name}} }
            spec: { model: { name: meta-llama/Llama-3.1-8B-Instrukt }, capacity: 1Gi }
            """);

        var seen = await new Pool(space.Name, "odd").WaitForConditionAsync("Ready", "False", "InvalidSpec");
        Pool.Text(Pool.Condition(seen, "Ready")?["message"]).ShouldContain("meta-llama/Llama-3.1-8B-Instruct");
    }

    [Theory]
    [InlineData("capacity: banana")]
    [InlineData("capacity: 1Gi\n  weight: 0")]
    [InlineData("capacity: 1Gi\n  hostMemory: { hugePages: 3Mi }")]
    public async Task Nonsense_is_refused_by_the_server(string spec)
    {
        var (exitCode, _, error) = await Kubectl.TryRunAsync(
            $"apiVersion: kvfleet.io/v1alpha1\nkind: KVCachePool\nmetadata: {{ name: odd, namespace: default }}\nspec:\n  model: {{ name: m }}\n  {spec}\n", "apply", "--validate=false", "--dry-run=server", "-f", "-");

        exitCode.ShouldNotBe(0);
        error.ShouldContain("spec.");
    }

    [Fact]
    public async Task More_than_the_fleet_has_is_a_shortfall_with_numbers_and_the_rest_is_used()
    {
        await using var space = await TestNamespace.CreateAsync("much");
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("900Ti", "hostMemory: { maxPerNode: 256Mi }");

        var seen = await pool.WaitForConditionAsync("CapacityAssigned", "False", "CapacityExceedsFleet");
        Pool.Text(Pool.Condition(seen, "CapacityAssigned")?["message"]).ShouldContain("900Ti");
        await Wait.ForAsync("what can be given is resident", pool.GetAsync, now => Pool.Bytes(now, "resident") > 0 && Pool.Bytes(now, "resident") == Pool.Bytes(now, "assigned"));
    }

    [Fact]
    public async Task A_selector_that_matches_nothing_is_said_to()
    {
        await using var space = await TestNamespace.CreateAsync("nobody");
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("1Gi", "nodeSelector: { nobody: has-this }");

        var seen = await pool.WaitForConditionAsync("CapacityAssigned", "False", "NoNodeMatches");
        Pool.Text(Pool.Condition(seen, "CapacityAssigned")?["message"]).ShouldContain("nodeSelector");
    }

    [Fact]
    public async Task A_minimum_above_the_maximum_is_an_invalid_spec()
    {
        await using var space = await TestNamespace.CreateAsync("minmax");
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("4Gi", "hostMemory: { minPerNode: 2Gi, maxPerNode: 1Gi }");

        var seen = await pool.WaitForConditionAsync("Ready", "False", "InvalidSpec");
        Pool.Text(Pool.Condition(seen, "Ready")?["message"]).ShouldContain("minPerNode");
    }

    [Fact]
    public async Task Missing_huge_pages_are_named()
    {
        await using var space = await TestNamespace.CreateAsync("huge");
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("1Gi", "hostMemory: { hugePages: 1Gi }");

        var seen = await pool.WaitForConditionAsync("CapacityAssigned", "False", "HugePagesMissing");
        Pool.Text(Pool.Condition(seen, "CapacityAssigned")?["message"]).ShouldContain("hugepages-1Gi");
    }

    [Fact]
    public async Task A_resource_quota_that_refuses_holders_is_named_and_healed_when_it_is_raised()
    {
        await using var space = await TestNamespace.CreateAsync("quota");
        await Kubectl.RunAsync("create", "quota", "small", "-n", space.Name, "--hard=requests.memory=64Mi");
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("256Mi", $"nodeSelector: {{ kubernetes.io/hostname: {(await NodesAsync())[0]} }}");

        var seen = await pool.WaitForConditionAsync("CapacityAssigned", "False", "QuotaExceeded");
        Pool.Text(Pool.Condition(seen, "CapacityAssigned")?["message"]).ShouldContain("small");

        await Kubectl.RunAsync("delete", "quota", "small", "-n", space.Name);
        await pool.WaitForResidentAsync("256Mi", 180);
    }
}
