using KvFleet.Native;
using KvFleet.Store.Disk.Files;

namespace KvFleet.Store.Disk.Health;

/// <summary>From events to a condition; pure. A fault ends when a trial write succeeds, and trials come at growing distances.</summary>
/// <param name="Condition">How the tier is.</param>
/// <param name="NextTrial">When to try again; only of use in a fault.</param>
/// <param name="Trials">Trials that failed in a row.</param>
internal sealed record DiskHealth(DiskCondition Condition, DateTimeOffset NextTrial = default, int Trials = 0)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Something failed.</summary>
    public DiskHealth Failed(Exception error, DateTimeOffset now)
    {
        var reason = error switch
        {
            DiskRefusedException => DiskReasons.Refused,
            NativeException { ErrorNumber: Errno.ENOSPC } => DiskReasons.NoSpace,
            NativeException { ErrorNumber: Errno.EROFS } => DiskReasons.ReadOnly,
            _ => DiskReasons.IoError,
        };
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(Trials, 10)));
        return new DiskHealth(Changed(reason, error.Message, now), now + pause, Trials + 1);
    }

    /// <summary>A trial write, or the start, succeeded.</summary>
    public DiskHealth Succeeded(DateTimeOffset now) => new(Changed(DiskReasons.Ready, "", now));

    /// <summary>The device is busy, or not any more. In a fault that says nothing.</summary>
    public DiskHealth Busy(string? why, DateTimeOffset now) => (Condition.Reason, why) switch
    {
        (DiskReasons.Ready or DiskReasons.Throttled, not null) => this with { Condition = Changed(DiskReasons.Throttled, why, now) },
        (DiskReasons.Throttled, null) => Succeeded(now),
        _ => this,
    };

    private DiskCondition Changed(string reason, string message, DateTimeOffset now) =>
        new(reason, message, reason == Condition.Reason ? Condition.Since : now);
}
