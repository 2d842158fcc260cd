using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Recording;

namespace KvFleet.Sweeping.Sweeps;

/// <summary>Which files are too young to go. Pure.</summary>
/// <param name="Newest">Files last used after this second stay; null: all do.</param>
/// <param name="Reason">Why all stay.</param>
internal sealed record Protection(uint? Newest, SweepRefusal? Reason)
{
    /// <summary>At most so often is a file's access time written back, in seconds.</summary>
    public const double WriteBackSeconds = 600;

    /// <summary>So much older than its last use may the time of a file be that is read all the time.</summary>
    public const double LongestLagSeconds = WriteBackSeconds + AccessRecorder.QuietSeconds;

    /// <summary>Says which.</summary>
    /// <param name="minAge">What the pool wants, in seconds.</param>
    /// <param name="configuration">What the filesystem's access times are worth.</param>
    /// <param name="now">Now, in seconds since 1970.</param>
    /// <param name="accessesLostAt">When reads last went unrecorded; null: never.</param>
    public static Protection Of(double minAge, SweepConfiguration configuration, long now, long? accessesLostAt)
    {
        // Below that, a file that is read all the time may look unused.
        var age = (long)Math.Ceiling(configuration.AccessesRecorded ? Math.Max(minAge, LongestLagSeconds + configuration.AttributeCacheSeconds) : minAge);
        if (accessesLostAt is { } lost && now - lost <= age)
        {
            return new Protection(null, new SweepRefusal(
                SweepReason.AccessesLost,
                $"reads may have gone unrecorded until {DateTimeOffset.FromUnixTimeSeconds(lost):u}; nothing is known to be unused for {age} s. Deletion goes on {age} s after the recorder runs again without loss."));
        }

        return new Protection((uint)Math.Clamp(now - age - 1, 0, uint.MaxValue), null);
    }
}
