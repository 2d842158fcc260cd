using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace KvFleet.Kubernetes.Contract.Tests.Servers;

/// <summary>Runs a case on fakes of several versions, and on the real servers, whichever version they are. Arguments: the kind of server, and the fake's version (empty for the others).</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryVersionAttribute : DataAttribute
{
    // The oldest and the newest, and those around which something changes: 1.27 (aggregated discovery), 1.30 (its v2), 1.33 and 1.34 (streamed lists off and on).
    private static readonly string[] Versions = ["v1.20.2", "v1.26.15", "v1.30.4", "v1.33.1", "v1.34.1", "v1.36.0"];

    /// <summary>Whether the case is about what only the fake tells, for example how often it was asked.</summary>
    public bool FakeOnly { get; init; }

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) => new(
    [
        .. Versions.Select(v => new TheoryDataRow<ServerKind, string>(ServerKind.Fake, v)),
        .. (FakeOnly ? Array.Empty<ServerKind>() : [ServerKind.Local, ServerKind.Cluster]).Select(k => new TheoryDataRow<ServerKind, string>(k, string.Empty) { Skip = ServerPool.WhyNot(k) }),
    ]);
}
