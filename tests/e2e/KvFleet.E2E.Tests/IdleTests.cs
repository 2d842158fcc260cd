namespace KvFleet.E2E.Tests;

/// <summary>A fleet in which nothing happens costs the API server nothing.</summary>
public sealed class IdleTests : ClusterTests
{
    // Longer than the minute after which changed figures would be written.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(75);

    [Fact]
    public async Task When_nothing_happens_nothing_is_written_but_leases()
    {
        await using var space = await TestNamespace.CreateAsync("idle");
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("256Mi");
        await pool.WaitForResidentAsync("256Mi");

        // What the last phase change is still to be followed by.
        await Task.Delay(Quiet, TimeProvider.System, TestContext.Current.CancellationToken);
        var before = await VersionsAsync(space.Name);
        await Task.Delay(Quiet, TimeProvider.System, TestContext.Current.CancellationToken);

        (await VersionsAsync(space.Name)).ShouldBe(before);
    }

    private static async Task<string[]> VersionsAsync(string space)
    {
        var versions = new List<string>();
        foreach (var (kind, where) in new[]
        {
            ("kvcachepools", space), ("pods", space), ("events", space), ("kvcachenodes", null), ("daemonsets", Settings.SystemNamespace), ("pods", Settings.SystemNamespace),
            ("secrets", Settings.SystemNamespace), ("configmaps", Settings.SystemNamespace), ("events", Settings.SystemNamespace),
        })
        {
            foreach (var found in where is null ? await Kubectl.ListAsync(kind) : await Kubectl.ListAsync(kind, "-n", where))
                versions.Add($"{kind}/{found["metadata"]!["name"]} {found["metadata"]!["resourceVersion"]}");
        }

        return [.. versions.Order(StringComparer.Ordinal)];
    }
}
