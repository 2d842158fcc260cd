namespace KvFleet.Sweeping.Contract;

/// <summary>
/// What the sweeping process is told: one line of JSON on its standard input. Each line replaces the one before, wholly; it applies from the next look at the filesystem on. The end of the input ends the
/// process. Names in JSON are camelCase.
/// </summary>
public sealed record SweepConfiguration
{
    /// <summary>The only version there is.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of this contract; another than <see cref="CurrentVersion"/> is refused.</summary>
    public int Version { get; set; } = CurrentVersion;

    /// <summary>Name of the <c>KVCacheFilesystem</c>, for messages.</summary>
    public required string Filesystem { get; init; }

    /// <summary>Absolute path at which this process sees the filesystem's root. Must be a directory and no symbolic link.</summary>
    public required string Root { get; init; }

    /// <summary>
    /// Name of this member of the sweep, unique among all that mount the filesystem (the node's name). Members find each other by files that they keep below <see cref="MembersDirectory"/>; each takes the
    /// hash slots that fall to it among those that live.
    /// </summary>
    public required string Member { get; init; }

    /// <summary>Where members say that they live, relative to <see cref="Root"/>. No tenant may reach it.</summary>
    public string MembersDirectory { get; set; } = ".kvfleet/sweep";

    /// <summary>After how much silence the slots of a member fall to the others, in seconds. Members say that they live also while a long look goes on.</summary>
    public double MemberTimeoutSeconds { get; set; } = 60;

    /// <summary>Decide and report, but change nothing (the member's own file excepted).</summary>
    public bool DryRun { get; set; }

    /// <summary>Watermarks of the whole filesystem; null: only quotas count.</summary>
    public SweepWatermarks? Watermarks { get; set; }

    /// <summary>Whether reads are written back as access times on this node, by <c>AccessRecorder</c>. False: the filesystem's own access times are all there is.</summary>
    public bool AccessesRecorded { get; set; }

    /// <summary>
    /// The last moment at which reads on this node may have gone unrecorded: a queue that overflowed, a recorder that was not running (then: now, until it runs). Null: never. What was last used before
    /// that moment may have been used at it, on any node: it counts as used then.
    /// </summary>
    public DateTimeOffset? AccessesLostAt { get; set; }

    /// <summary>Most files deleted per second; 0: no limit.</summary>
    public int DeletesPerSecond { get; set; } = 20_000;

    /// <summary>Most files looked at per second; 0: no limit.</summary>
    public int ScannedFilesPerSecond { get; set; }

    /// <summary>Threads that look and delete, 1 to 64. A call that hangs holds one of them and the round with it, nothing else.</summary>
    public int Threads { get; set; } = 2;

    /// <summary>Longest time between two looks, in seconds. Looks come sooner when a pool grows towards its quota.</summary>
    public double ScanIntervalSeconds { get; set; } = 60;

    /// <summary>After how long files in directories that did not change are looked at again (for ages; nothing is deleted without a look right before), in seconds.</summary>
    public double FullScanIntervalSeconds { get; set; } = 3600;

    /// <summary>How old attributes may be that the mount answers from its cache, in seconds: a directory that changed so recently counts as changed.</summary>
    public double AttributeCacheSeconds { get; set; } = 5;

    /// <summary>Every pool that has files here.</summary>
    public required IReadOnlyList<SweepPool> Pools { get; init; }
}
