namespace KvFleet.Sweeping.Contract;

/// <summary>A pool's share of the filesystem.</summary>
public sealed record SweepPool
{
    /// <summary>Namespace of the pool.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the pool.</summary>
    public required string Name { get; init; }

    /// <summary>Directory of the pool, relative to the filesystem's root. Everything below it is the pool's; directories of two pools must not contain each other.</summary>
    public required string Directory { get; init; }

    /// <summary>Most physical bytes (allocated blocks) that it may have; null: unknown, then nothing is deleted for its quota.</summary>
    public long? QuotaBytes { get; set; }

    /// <summary>Most inodes (files and directories) that it may have; null: not limited.</summary>
    public long? QuotaInodes { get; set; }

    /// <summary>Down to which share of the quota is deleted once the stop line is reached, in percent, 1 to 100.</summary>
    public double LowPercent { get; set; } = 90;

    /// <summary>What was used or written less long ago is never deleted, in seconds. Where reads are recorded, never below the 720 s by which a recorded time may lag, and what attributes are cached for.</summary>
    public double MinAgeSeconds { get; set; } = 900;

    /// <summary>Time between the choice of what goes and its deletion, in seconds; what is used meanwhile stays.</summary>
    public double GraceSeconds { get; set; } = 30;

    /// <summary>Age from which a temporary file counts as left behind by a writer that died, in seconds.</summary>
    public double TemporaryFileAgeSeconds { get; set; } = 3600;

    /// <summary>Age from which an empty directory goes, in seconds.</summary>
    public double EmptyDirectoryAgeSeconds { get; set; } = 3600;

    /// <summary>Age from which unused files in trees of no current fingerprint go, whatever the quota says, in seconds.</summary>
    public double StaleAgeSeconds { get; set; } = 7 * 86400;

    /// <summary>The trees that engines use now. Other directories of the pool are stale. Empty: the pool's directory itself is the one tree.</summary>
    public IReadOnlyList<SweepTree> Trees { get; set; } = [];

    /// <summary>Files and directories, relative to <see cref="Directory"/>, that are never deleted, with all that is in them.</summary>
    public IReadOnlyList<string> Pinned { get; set; } = [];
}
