namespace KvFleet.Kubernetes.Tests.Doubles;

/// <summary>Waits for what other threads do.</summary>
internal static class Eventually
{
    // Far longer than anything takes; it ends a hanging test with a message instead of with the suite.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task BeAsync(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit)
                throw new TimeoutException("It never came to be: " + what);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
