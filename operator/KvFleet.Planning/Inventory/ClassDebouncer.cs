namespace KvFleet.Planning.Inventory;

/// <summary>Keeps a node in its class until another one has been seen for a while: device plugins restart, labels come one by one. Pure; the caller keeps the state.</summary>
/// <param name="period">How long a new class must be seen without interruption.</param>
public sealed class ClassDebouncer(TimeSpan period)
{
    /// <summary>How long by default.</summary>
    public static TimeSpan DefaultPeriod { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Takes what is seen now into account.</summary>
    /// <param name="previous">The state so far, or null for a node seen for the first time, which gets its class at once.</param>
    /// <param name="observed">The class as seen now.</param>
    /// <param name="now">The time.</param>
    /// <returns>The state to keep; its <see cref="DebouncedClass.Current"/> is the class to use.</returns>
    public DebouncedClass Observe(DebouncedClass? previous, AcceleratorClass observed, DateTimeOffset now)
    {
        if (previous is null)
        {
            return new DebouncedClass(observed);
        }

        if (observed == previous.Current)
        {
            return previous with { Candidate = null, CandidateSince = default };
        }

        if (observed != previous.Candidate)
        {
            return period <= TimeSpan.Zero ? new DebouncedClass(observed) : previous with { Candidate = observed, CandidateSince = now };
        }

        return now - previous.CandidateSince >= period ? new DebouncedClass(observed) : previous;
    }

    /// <summary>When to look again although nothing changed; null if no change is pending.</summary>
    /// <param name="state">The state.</param>
    public DateTimeOffset? SettlesAt(DebouncedClass state) => state.Candidate is null ? null : state.CandidateSince + period;
}
