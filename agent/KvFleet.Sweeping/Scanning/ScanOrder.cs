using KvFleet.Sweeping.Members;
using KvFleet.Sweeping.Pacing;

namespace KvFleet.Sweeping.Scanning;

/// <summary>What one look at a pool is told.</summary>
internal sealed record ScanOrder
{
    /// <summary>Absolute path of the pool's directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Now, in seconds since 1970 by the filesystem's clock.</summary>
    public required long Now { get; init; }

    /// <summary>Look at every file, also in directories whose names did not change.</summary>
    public bool IsFull { get; init; }

    /// <summary>A directory that changed this many seconds before the last look at it, or later, counts as changed.</summary>
    public long ChangeMarginSeconds { get; init; } = 2;

    /// <summary>Age from which temporary files are leftovers, in seconds.</summary>
    public long TemporaryAgeSeconds { get; init; } = long.MaxValue;

    /// <summary>Age from which empty directories are leftovers, in seconds.</summary>
    public long EmptyAgeSeconds { get; init; } = long.MaxValue;

    /// <summary>Age from which the descriptions of stale trees are leftovers, in seconds.</summary>
    public long StaleAgeSeconds { get; init; } = long.MaxValue;

    /// <summary>The slots to look at.</summary>
    public SlotSet Slots { get; init; } = SlotSet.All;

    /// <summary>What is protected.</summary>
    public PinSet Pins { get; init; } = new([]);

    /// <summary>Files a second.</summary>
    public required RateLimiter Limiter { get; init; }
}
