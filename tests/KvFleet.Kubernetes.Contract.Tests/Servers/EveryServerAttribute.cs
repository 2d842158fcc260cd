using System.Reflection;
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
            rows.AddRange([new TheoryDataRow<ServerKind>(ServerKind.Fake), new TheoryDataRow<ServerKind>(ServerKind.FakeNewest)]);
        rows.Add(new TheoryDataRow<ServerKind>(ServerKind.Local) { Skip = ServerPool.WhyNot(ServerKind.Local) });
        if (!Obedient)
            rows.Add(new TheoryDataRow<ServerKind>(ServerKind.Cluster) { Skip = ServerPool.WhyNot(ServerKind.Cluster) });
        return new ValueTask<IReadOnlyCollection<ITheoryDataRow>>(rows);
    }
}
