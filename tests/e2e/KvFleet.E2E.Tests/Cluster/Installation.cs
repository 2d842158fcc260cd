using System.Globalization;
using System.Text.Json.Nodes;

namespace KvFleet.E2E.Tests.Cluster;

/// <summary>KvFleet on the cluster for as long as the suite runs.</summary>
public sealed class Installation : IAsyncLifetime
{
    private string? _manifests;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Settings.Kubeconfig is null)
        {
            return;
        }

        if (await Kubectl.GetAsync("crd", "kvcachepools.kvfleet.io") is not null)
        {
            throw new InvalidOperationException("KvFleet is already installed on this cluster; the suite installs its own. Remove it first: kubectl delete -k config/base");
        }

        _manifests = (await Kubectl.RunAsync("kustomize", "--load-restrictor=LoadRestrictionsNone", Path.Combine(RepositoryFolder(), "config", "base")))
            .Replace(Settings.DefaultOperatorImage, Settings.OperatorImage, StringComparison.Ordinal)
            .Replace(Settings.DefaultAgentImage, Settings.AgentImage, StringComparison.Ordinal);
        await Kubectl.ApplyAsync(_manifests);
        await Inspector.DeployAsync();
        await WaitForAgentsAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_manifests is null)
        {
            return;
        }

        // Pools first, while somebody is there who drains them; whatever is left of them is let go by force so that nothing outlives the suite.
        await Kubectl.TryRunAsync(null, "delete", "kvcachepools", "--all", "-A", "--timeout=60s");
        await Kubectl.TryRunAsync(null, "delete", "kvcachefilesystems", "--all", "--timeout=60s");
        foreach (var pool in await Kubectl.ListAsync("kvcachepools", "-A"))
        {
            await Kubectl.TryRunAsync(null, "patch", "kvcachepool", "-n", pool["metadata"]!["namespace"]!.GetValue<string>(), pool["metadata"]!["name"]!.GetValue<string>(), "--type=merge", "-p", """{"metadata":{"finalizers":null}}""");
        }

        await Inspector.RemoveAsync();
        await Kubectl.TryRunAsync(_manifests, "delete", "--ignore-not-found", "--timeout=120s", "-f", "-");
    }

    /// <summary>Waits until the operator runs and every node that should have an agent has a ready one.</summary>
    public static async Task WaitForAgentsAsync()
    {
        await Kubectl.RunAsync("rollout", "status", "-n", Settings.SystemNamespace, "deployment/kvfleet-operator", "--timeout=120s");
        await Wait.ForAsync("agents are ready", () => Kubectl.GetAsync("daemonset", "-n", Settings.SystemNamespace, "kvfleet-agent"), AllReady, 120);
    }

    private static bool AllReady(JsonNode? daemonSet) =>
        daemonSet?["status"] is { } status && Number(status["desiredNumberScheduled"]) is > 0 and var desired && Number(status["numberReady"]) == desired && Number(status["updatedNumberScheduled"]) == desired;

    private static long Number(JsonNode? node) => node is null ? 0 : Convert.ToInt64(node.ToJsonString(), CultureInfo.InvariantCulture);

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Operator.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no Operator.sln above the tests");
    }
}
