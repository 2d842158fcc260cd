using System.Collections.Concurrent;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Status;

/// <summary>Says when a status may be written: phases at once, figures at most once in an interval for each object. Safe to use from any thread.</summary>
/// <param name="time">The clock.</param>
/// <param name="interval">The least time between two writes of figures alone.</param>
public sealed class WritePacer(TimeProvider time, TimeSpan interval)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _written = new(StringComparer.Ordinal);

    /// <summary>How long to wait before writing; zero for now, null for never because nothing changed.</summary>
    /// <param name="uid">The object.</param>
    /// <param name="change">How much changed.</param>
    public TimeSpan? Wait(string uid, ReportChange change)
    {
        switch (change)
        {
            case ReportChange.None:
                return null;
            case ReportChange.Figures when _written.TryGetValue(uid, out var at):
                var left = at + interval - time.GetUtcNow();
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            default:
                return TimeSpan.Zero;
        }
    }

    /// <summary>The object's status was written now.</summary>
    /// <param name="uid">The object.</param>
    public void Written(string uid) => _written[uid] = time.GetUtcNow();

    /// <summary>The object is gone.</summary>
    /// <param name="uid">The object.</param>
    public void Forget(string uid) => _written.TryRemove(uid, out _);
}
