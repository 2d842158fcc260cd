using System.Collections.Immutable;
using KvFleet.Store.Extents;

namespace KvFleet.Agent.Reports;

/// <summary>What does not change while the agent runs.</summary>
/// <param name="NodeName">Name of the Node.</param>
/// <param name="BootId">The kernel's boot id: another one means that all memory is gone.</param>
/// <param name="Version">Version of this agent.</param>
/// <param name="StartedAt">When this process started.</param>
/// <param name="MemoryTotalBytes">Memory of the machine in bytes.</param>
/// <param name="NumaNodes">Its NUMA nodes.</param>
internal sealed record AgentFacts(
    string NodeName, string BootId, string Version, DateTimeOffset StartedAt, long MemoryTotalBytes, ImmutableArray<NumaNode> NumaNodes);
