using System.Collections.Concurrent;
using System.Diagnostics;
using KvFleet.Kubernetes.Diagnostics;

namespace KvFleet.Benchmarks.Scale;

/// <summary>Sees every request that this process has finished, by the client's own tracing, and knows when the last write was. Leases and events are not counted: they never end.</summary>
internal sealed class SentWrites : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _last;

    internal SentWrites()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == KubernetesTracing.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Ended,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>How many writes there were, by method and resource.</summary>
    internal IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>When the last write ended; 0 for never.</summary>
    internal long Last => Interlocked.Read(ref _last);

    /// <summary>Waits until a condition holds and no write has ended for a while.</summary>
    /// <returns>When the last write ended.</returns>
    internal async Task<long> WaitForQuietAsync(TimeSpan quiet, Func<bool> condition, CancellationToken cancellationToken)
    {
        while (Last == 0 || TimeProvider.System.GetElapsedTime(Last) < quiet || !condition())
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        return Last;
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Ended(Activity activity)
    {
        if (activity.GetTagItem("http.request.method") is not string method || method == "GET" || activity.GetTagItem("url.full") is not string url)
            return;
        var resource = Resource(new Uri(url).AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries));
        if (resource is "leases" or "events")
            return;
        _counts.AddOrUpdate($"{method} {resource}", 1, static (_, count) => count + 1);
        Interlocked.Exchange(ref _last, TimeProvider.System.GetTimestamp());
    }

    private static string Resource(string[] path)
    {
        var rest = path is ["api", ..] ? path[2..] : path[3..];
        if (rest is ["namespaces", _, _, ..])
            rest = rest[2..];
        return rest is [var resource, _, var subresource] ? $"{resource}/{subresource}" : rest[0];
    }
}
