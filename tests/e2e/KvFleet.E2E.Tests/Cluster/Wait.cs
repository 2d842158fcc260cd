using System.Diagnostics;

namespace KvFleet.E2E.Tests.Cluster;

/// <summary>Waits for the world to become what a test says.</summary>
internal static class Wait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Looks until the probe is right, and says what it last saw when it never is.</summary>
    /// <param name="what">What is waited for, for the failure's message.</param>
    /// <param name="look">Returns what is seen now.</param>
    /// <param name="right">Whether that is it.</param>
    /// <param name="seconds">How long to wait.</param>
    public static async Task<T> ForAsync<T>(string what, Func<Task<T>> look, Func<T, bool> right, int seconds = 90)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (right(seen))
            {
                return seen;
            }

            if (watch.Elapsed.TotalSeconds > seconds)
            {
                throw new TimeoutException($"{what}: not within {seconds} s; last seen: {seen}");
            }

            await Task.Delay(Interval, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
