namespace KvFleet.Api.Reports;

/// <summary>What one agent holds, measured. The answer of <c>GET /v1/report</c>.</summary>
public sealed record AgentReport
{
    /// <summary>Grows with every change of a phase; pass it as <c>since</c> to wait for the next one.</summary>
    public required long Sequence { get; init; }

    /// <summary>Name of the node.</summary>
    public required string NodeName { get; init; }

    /// <summary>Identity of the running kernel (<c>/proc/sys/kernel/random/boot_id</c>).</summary>
    public required string BootId { get; init; }

    /// <summary>Version of the agent.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>When the agent started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the figures were measured.</summary>
    public required DateTimeOffset ReportedAt { get; init; }

    /// <summary><c>metadata.generation</c> of the KVCacheNode that the agent acts on; null before it has seen one.</summary>
    public long? ObservedNodeGeneration { get; init; }

    /// <summary>Memory of the machine, in bytes.</summary>
    public long MemoryTotalBytes { get; init; }

    /// <summary>NUMA nodes that have memory.</summary>
    public IReadOnlyList<NumaNodeReport> NumaNodes { get; init; } = [];

    /// <summary>Whether the privileged part of the agent answers. Without it nothing can be locked or published.</summary>
    public bool NodeContainerConnected { get; init; }

    /// <summary>The disk for caches; null when the agent was given none.</summary>
    public NodeDiskReport? LocalDisk { get; init; }

    /// <summary>Accelerators on the PCI bus.</summary>
    public IReadOnlyList<AcceleratorReport> Accelerators { get; init; } = [];

    /// <summary>What was measured of tiers; empty before the first time.</summary>
    public IReadOnlyList<BandwidthReport> Bandwidth { get; init; } = [];

    /// <summary>The shared filesystems that the node shall have.</summary>
    public IReadOnlyList<FilesystemReport> Filesystems { get; init; } = [];

    /// <summary>The pools that the agent holds or still has to give back.</summary>
    public IReadOnlyList<PoolReport> Pools { get; init; } = [];
}
