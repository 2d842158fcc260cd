namespace KvFleet.Sweeping.Contract;

/// <summary>What a pool has on the filesystem and what happened to it.</summary>
public sealed record PoolReport
{
    /// <summary>Namespace of the pool.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the pool.</summary>
    public required string Name { get; init; }

    /// <summary>What this member's share of the pool holds.</summary>
    public required PoolUsage Own { get; init; }

    /// <summary>What all members' shares hold together; null while one of them has not looked yet.</summary>
    public PoolUsage? Total { get; init; }

    /// <summary>When this member looked at the pool; null: not yet.</summary>
    public DateTimeOffset? ScannedAt { get; init; }

    /// <summary>How long that look took, in seconds.</summary>
    public double ScanSeconds { get; init; }

    /// <summary>Growth of the whole pool, deletions left out, in bytes per second.</summary>
    public double WriteBytesPerSecond { get; init; }

    /// <summary>Bytes at which deletion starts: the quota less what is written until deletion takes effect; null without quota.</summary>
    public long? StopLineBytes { get; init; }

    /// <summary>Files of this member's share by the time since their last use.</summary>
    public AgeHistogram Ages { get; init; } = AgeHistogram.Empty;

    /// <summary>
    /// Uses seen by this member since it started, by how long the file had not been used before: what a smaller quota would have lost. Uses of one file within ten minutes count once.
    /// </summary>
    public AgeHistogram HitAges { get; init; } = AgeHistogram.Empty;

    /// <summary>What is chosen and goes after the grace period: files last used at or before this moment. A reader of our own takes such files for missing. Null: nothing.</summary>
    public DateTimeOffset? CondemnedUpTo { get; init; }

    /// <summary>What this member deleted (in a dry run: would have deleted) since it started, by reason.</summary>
    public IReadOnlyList<DeletedFiles> Deleted { get; init; } = [];

    /// <summary>The current trees, as of the last full look.</summary>
    public IReadOnlyList<TreeReport> Trees { get; init; } = [];

    /// <summary>What was refused or went wrong in the last round.</summary>
    public IReadOnlyList<SweepRefusal> Refusals { get; init; } = [];
}
