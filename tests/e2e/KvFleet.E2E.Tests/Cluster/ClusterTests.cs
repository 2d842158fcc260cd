namespace KvFleet.E2E.Tests.Cluster;

/// <summary>Base of all tests here: one after the other on one installation, skipped with a reason where there is no cluster.</summary>
[Collection(nameof(InstallationCollection))]
public abstract class ClusterTests
{
    protected ClusterTests() => Assert.SkipWhen(Settings.Kubeconfig is null, "KVFLEET_E2E_KUBECONFIG names no cluster; `tests/run e2e` starts the local one");

    /// <summary>Names of the cluster's nodes that can run pods, in order.</summary>
    protected static async Task<IReadOnlyList<string>> NodesAsync() =>
        [.. (await Kubectl.ListAsync("nodes")).Where(node => node["spec"]?["unschedulable"] is null).Select(node => node["metadata"]!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal)];
}
