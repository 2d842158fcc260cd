using System.Collections.Immutable;

namespace KvFleet.Agent.Standalone;

/// <summary>The file of a machine without Kubernetes.</summary>
/// <param name="ReportPort">Port of the report on the loopback address; null for none. Read at start only.</param>
/// <param name="Pools">The pools.</param>
internal sealed record StandaloneConfiguration(int? ReportPort, ImmutableArray<StandalonePool> Pools);
