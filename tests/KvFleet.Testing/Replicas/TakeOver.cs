namespace KvFleet.Testing;

/// <summary>
/// How a waiting replica came to lead, by its own log: the last sign of life that it saw of the leader before, and the try that took the lease. The rule: that try is the first one after a lease duration without a sign
/// of life, and tries come a retry period (and its jitter of a fifth) apart. No clock on the wall decides: what the machine did to the replica (timers that came late, requests that took long) is in the log, too.
/// </summary>
public sealed record TakeOver
{
    /// <summary>Forgiven besides what the log excuses.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(0.5);

    private const double Jitter = 1.2;

    /// <summary>From the last sign of life (or the server's return, when that was later than the lease's end) to the beginning of the try that took the lease.</summary>
    public required TimeSpan Waited { get; init; }

    /// <summary>The most that it may be, without excuses.</summary>
    public required TimeSpan Rule { get; init; }

    /// <summary>How late timers came and how long requests took meanwhile, at most.</summary>
    public required TimeSpan Excuse { get; init; }

    /// <summary>How often the lease was read in vain although its time was over.</summary>
    public required int Missed { get; init; }

    /// <summary>Whether it took the lease before its time was over.</summary>
    public required bool IsEarly { get; init; }

    /// <summary>Reads it from a replica's log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="times">The times of the election.</param>
    /// <param name="serverBack">When the API server was back on the machine's monotonic clock; null when it was never away.</param>
    public static TakeOver Of(IReadOnlyList<ElectionRecord> log, LeaseTimes times, long? serverBack = null)
    {
        var took = log.Single(r => r.Kind == "took").At;
        var saw = log.Last(r => r.Kind == "saw" && r.At < took).At;
        var over = saw + Ticks(times.Lease);
        var possible = Math.Max(over, serverBack ?? 0);
        var meanwhile = log.Where(r => r.At >= saw && r.At - Ticks(r.Length) <= took).ToList();
        var taking = meanwhile.Last(r => r.Kind == "asked" && r.At <= took);
        var began = taking.At - Ticks(taking.Length);
        var late = Longest(meanwhile, "late");
        return new TakeOver
        {
            Waited = TimeProvider.System.GetElapsedTime(serverBack > over ? serverBack.Value : saw, began),
            Rule = (times.Retry * Jitter) + (serverBack > over ? TimeSpan.Zero : times.Lease),
            Excuse = late + Longest(meanwhile, "asked") + Longest(meanwhile, "failed"),
            Missed = meanwhile.Count(r => r.Kind == "asked" && r.At > possible && r.At < taking.At),
            IsEarly = TimeProvider.System.GetElapsedTime(saw, taking.At) < times.Lease - late - Margin,
        };
    }

    private static TimeSpan Longest(IEnumerable<ElectionRecord> records, string kind) =>
        records.Where(r => r.Kind == kind).Select(r => r.Length).DefaultIfEmpty().Max();

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
