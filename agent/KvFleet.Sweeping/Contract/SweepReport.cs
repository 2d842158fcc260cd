namespace KvFleet.Sweeping.Contract;

/// <summary>
/// What the sweeping process tells: one line of JSON on its standard output after each round, and one as soon as a configuration is refused. It is whole: the reader needs the last one only.
/// A process that stays silent for long hangs in a call to the filesystem; it may be killed at any time.
/// </summary>
public sealed record SweepReport
{
    /// <summary>Version of the contract.</summary>
    public int Version { get; init; } = SweepConfiguration.CurrentVersion;

    /// <summary>Name of the filesystem.</summary>
    public required string Filesystem { get; init; }

    /// <summary>When this was true, by the filesystem's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The filesystem's clock minus this machine's, in seconds.</summary>
    public double ClockSkewSeconds { get; init; }

    /// <summary>How full the filesystem is; null when it did not say.</summary>
    public FilesystemUsage? FilesystemUsage { get; init; }

    /// <summary>Members that live, this one included, in order.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Share of the hash slots that this member sweeps, 0 to 1.</summary>
    public double OwnShare { get; init; }

    /// <summary>Every pool of the configuration.</summary>
    public IReadOnlyList<PoolReport> Pools { get; init; } = [];

    /// <summary>What was refused or went wrong for the whole filesystem.</summary>
    public IReadOnlyList<SweepRefusal> Refusals { get; init; } = [];
}
