using KvFleet.Sweeping.Pacing;
using KvFleet.Sweeping.Scanning;

namespace KvFleet.Sweeping.Deletion;

/// <summary>What a deletion is told.</summary>
internal sealed record DeletionOrder
{
    /// <summary>Absolute path of the pool's directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Files last used before this second go, those of this very second as far as <see cref="Boundary"/> lasts.</summary>
    public required uint LastUse { get; init; }

    /// <summary>What may go of that very second.</summary>
    public required BoundaryBudget Boundary { get; init; }

    /// <summary>What is protected.</summary>
    public PinSet Pins { get; init; } = new([]);

    /// <summary>Files a second.</summary>
    public required RateLimiter Limiter { get; init; }

    /// <summary>Decide and count, but delete nothing.</summary>
    public bool IsDryRun { get; init; }
}
