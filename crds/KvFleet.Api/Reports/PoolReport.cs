namespace KvFleet.Api.Reports;

/// <summary>One pool on one node, measured. All sizes are bytes.</summary>
public sealed record PoolReport
{
    /// <summary>Namespace of the pool.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the pool.</summary>
    public required string Name { get; init; }

    /// <summary>UID of the pool.</summary>
    public required string Uid { get; init; }

    /// <summary>Where the pool's memory stands.</summary>
    public required PoolPhase Phase { get; init; }

    /// <summary>Pages that exist (<c>st_blocks</c> of the memory files).</summary>
    public long ResidentBytes { get; init; }

    /// <summary>Pages that the privileged part holds locked.</summary>
    public long LockedBytes { get; init; }

    /// <summary>Bytes on their way out.</summary>
    public long DrainingBytes { get; init; }

    /// <summary>Draining bytes that some process kept past the deadline.</summary>
    public long StuckBytes { get; init; }

    /// <summary>Why the phase is what it is, one word.</summary>
    public string? Reason { get; init; }

    /// <summary>Why the phase is what it is, with numbers and what to do.</summary>
    public string? Message { get; init; }

    /// <summary>How it is served over the Redis protocol on TCP; null if it is not to be.</summary>
    public RespReport? Resp { get; init; }

    /// <summary>The holders of the pool on this node.</summary>
    public IReadOnlyList<HolderReport> Holders { get; init; } = [];

    /// <summary>The engines that map the pool.</summary>
    public IReadOnlyList<MapperReport> Mappers { get; init; } = [];

    /// <summary>Its local disk tier; null when it is assigned none.</summary>
    public PoolDiskReport? LocalDisk { get; init; }

    /// <summary>How its blocks are used again on the node; null while no engine told which blocks it uses.</summary>
    public ReuseReport? Reuse { get; init; }

    /// <summary>Who keeps the stuck bytes.</summary>
    public IReadOnlyList<StuckReport> Stuck { get; init; } = [];
}
