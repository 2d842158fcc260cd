namespace KvFleet.Store.Extents.Holders;

/// <summary>The delays of <see cref="HolderMachine"/>.</summary>
public static class HolderTimeouts
{
    /// <summary>Wait before the first retry of a failed step; doubles with each failure.</summary>
    public static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait between retries.</summary>
    public static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    /// <summary>A request to a holder without any sign of life for this long means that it hangs: a hung holder must not keep the population turn from others.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromSeconds(90);

    /// <summary>A holder that has not been seen yet may hold bytes that an agent before this one gave to engines; for so long silence does not mean that it holds nothing. Longer than a holder takes to connect again.</summary>
    public static readonly TimeSpan FirstContact = TimeSpan.FromSeconds(30);

    /// <summary>The wait before attempt number <paramref name="failures"/> + 1.</summary>
    /// <param name="failures">Failures so far, at least 1.</param>
    /// <returns>A delay between <see cref="FirstRetry"/> and <see cref="LongestRetry"/>.</returns>
    public static TimeSpan Backoff(long failures)
    {
        var delay = FirstRetry * Math.Pow(2, Math.Clamp(failures - 1, 0, 10));
        return delay < LongestRetry ? delay : LongestRetry;
    }
}
