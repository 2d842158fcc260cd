using System.Collections.Immutable;
using KvFleet.Agent.Disks;
using KvFleet.Agent.Probing;
using KvFleet.Api.Reports;

namespace KvFleet.Agent.Reports;

/// <summary>What the agent holds at one moment. Immutable: made on the loop, read anywhere.</summary>
/// <param name="ObservedGeneration">Generation of the assignments it acts on; null while none are known or there is no KVCacheNode.</param>
/// <param name="NodeContainerConnected">Whether the privileged half can be reached.</param>
/// <param name="Pools">The pools, in the order of their names.</param>
/// <param name="Disk">The disk that the agent was given; null for none.</param>
internal sealed record NodeSnapshot(long? ObservedGeneration, bool NodeContainerConnected, ImmutableArray<PoolSnapshot> Pools, DiskRootState? Disk = null)
{
    /// <summary>What was found out about the machine beside the loop.</summary>
    public Measurements Measurements { get; init; } = Measurements.None;

    /// <summary>Shared filesystems.</summary>
    public ImmutableArray<FilesystemReport> Filesystems { get; init; } = [];

    /// <summary>Before anything is known.</summary>
    public static NodeSnapshot Empty { get; } = new(null, false, []);
}
