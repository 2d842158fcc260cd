namespace KvFleet.Agent.Tests.Harness;

/// <summary>Waits for what other tasks bring about. The limit is only there to end a test that would hang.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Tries until it fails in a certain way.</summary>
    public static async Task<T> ThrowsAsync<T>(Func<object?> attempt, string what)
        where T : Exception
    {
        T? thrown = null;
        await TrueAsync(
            () =>
            {
                try
                {
                    (attempt() as IDisposable)?.Dispose();
                }
                catch (T e)
                {
                    thrown = e;
                }

                return thrown is not null;
            },
            what);
        return thrown!;
    }

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), () => what);

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"Never: {what()}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
