using System.Reflection;
using KvFleet.Testing;
using Xunit.Sdk;
using Xunit.v3;

namespace KvFleet.Kubernetes.Contract.Tests.Servers;

/// <summary>Runs a case on every server; one that is not there is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryServerAttribute : DataAttribute
{
    /// <summary>Whether the case needs a server that forgets or stops on request, as a cluster of somebody else cannot.</summary>
    public bool Obedient { get; init; }

    /// <summary>Whether the fake does not do what the case is about.</summary>
    public bool RealOnly { get; init; }

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        List<ITheoryDataRow> rows = [];
        if (!RealOnly)
            rows.Add(new TheoryDataRow<ServerKind>(ServerKind.Fake));
        rows.Add(new TheoryDataRow<ServerKind>(ServerKind.Local) { Skip = KubernetesBinaries.Find(out var missing) is null ? missing : null });
        if (!Obedient)
            rows.Add(new TheoryDataRow<ServerKind>(ServerKind.Cluster) { Skip = ServerPool.ClusterConfig is null ? "KVFLEET_E2E_KUBECONFIG names no cluster" : null });
        return new ValueTask<IReadOnlyCollection<ITheoryDataRow>>(rows);
    }
}
