namespace KvFleet.Kubernetes.Client;

/// <summary>
/// Tries again what failed because somebody else wrote meanwhile. For one object and one change there are <see cref="IObjectWriter"/> and <see cref="Conditions.IStatusWriter"/>, and where the whole
/// intent is known <see cref="IKubernetesClient.ApplyAsync"/>, which has no conflicts to begin with; this is for what takes more calls than that.
/// </summary>
public static class ConflictRetry
{
    /// <summary>How often it is tried, the first time included.</summary>
    public const int Attempts = 6;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(20);

    /// <summary>Tries until there is no conflict, at most <see cref="Attempts"/> times, with waits that double (20 ms at first) and vary by half: two writers that met once would meet again at the same pace.</summary>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    /// <param name="attempt">
    /// One try: read, change, write. It is given its number, which begins with 1: only the first may use what a cache said, as later ones would meet the same conflict again.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends trying and waiting.</param>
    /// <returns>What the first try returned that met no conflict.</returns>
    /// <exception cref="KubernetesApiException">The last conflict, or at once whatever else went wrong.</exception>
    public static async Task<TResult> RunAsync<TResult>(
        Func<int, CancellationToken, Task<TResult>> attempt, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(time);
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt(number, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsConflict && number < Attempts)
            {
                await Task.Delay(FirstWait * ((1 << (number - 1)) * (0.5 + Random.Shared.NextDouble())), time, cancellationToken);
            }
        }
    }
}
