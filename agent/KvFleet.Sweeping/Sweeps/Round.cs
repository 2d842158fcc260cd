using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Members;
using KvFleet.Sweeping.Pacing;

namespace KvFleet.Sweeping.Sweeps;

/// <summary>What is the same for all pools in one round.</summary>
internal sealed record Round
{
    /// <summary>What is wanted.</summary>
    public required SweepConfiguration Configuration { get; init; }

    /// <summary>Now, in seconds since 1970 by the filesystem's clock.</summary>
    public required long Now { get; init; }

    /// <summary>This machine's clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>This member's slots.</summary>
    public required SlotSet Slots { get; init; }

    /// <summary>Looks a second.</summary>
    public required RateLimiter Looks { get; init; }

    /// <summary>Deletions a second.</summary>
    public required RateLimiter Deletions { get; init; }

    /// <summary>When reads last went unrecorded on any node, in seconds since 1970; null: never.</summary>
    public long? AccessesLostAt { get; init; }

    /// <summary>This machine's clock in seconds, forward only.</summary>
    public double Seconds => Time.GetTimestamp() / (double)Time.TimestampFrequency;
}
