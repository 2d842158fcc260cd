namespace KvFleet.E2E.Tests.Cluster;

/// <summary>A namespace for one test, gone with all its pools afterwards.</summary>
internal sealed class TestNamespace : IAsyncDisposable
{
    private TestNamespace(string name) => Name = name;

    public string Name { get; }

    public static async Task<TestNamespace> CreateAsync(string purpose)
    {
        var name = $"kvfleet-e2e-{purpose}-{Guid.NewGuid().ToString("N")[..6]}";
        await Kubectl.RunAsync("create", "namespace", name);
        return new TestNamespace(name);
    }

    public async ValueTask DisposeAsync()
    {
        await Kubectl.TryRunAsync(null, "delete", "pods", "-n", Name, "-l", "app=engine", "--grace-period=0", "--force");
        await Kubectl.TryRunAsync(null, "delete", "kvcachepools", "-n", Name, "--all", "--timeout=90s");
        await Kubectl.TryRunAsync(null, "delete", "namespace", Name, "--timeout=90s");
    }
}
