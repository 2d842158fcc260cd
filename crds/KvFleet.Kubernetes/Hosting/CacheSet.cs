using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>Runs all informers of the process.</summary>
internal sealed partial class CacheSet(IEnumerable<ICache> caches, TimeProvider time, ILogger<CacheSet> logger) : IDisposable
{
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(30);
    private readonly ICache[] _caches = [.. caches];
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<(string Name, Task Loop)> _loops = [];

    public void Start() =>
        _loops = [.. _caches.Select(cache => (cache.Name, Task.Run(() => cache.RunAsync(_stop.Token), CancellationToken.None)))];

    /// <summary>Waits for all, however long it takes, and says every half minute for whom.</summary>
    public async Task WaitForSyncAsync(CancellationToken cancellationToken)
    {
        await using var reporter = time.CreateTimer(_ => ReportMissing(), state: null, ReportPeriod, ReportPeriod);
        await Task.WhenAll(_caches.Select(cache => cache.WaitForSyncAsync(cancellationToken)));
        LogSynced(_caches.Length);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        foreach (var (_, loop) in _loops)
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Null while all lists have been read, or which have not and why.</summary>
    public string? CheckSynced()
    {
        var missing = _caches.Where(static c => !c.HasSynced).Select(static c => $"{c.Name} ({c.LastError ?? "first list under way"})");
        var text = string.Join(", ", missing);
        return text.Length == 0 ? null : "not yet read: " + text;
    }

    /// <summary>Null while all loops run, or which ended.</summary>
    public string? CheckAlive()
    {
        if (_stop.IsCancellationRequested)
            return null;
        foreach (var (name, loop) in _loops)
        {
            if (loop.IsCompleted)
                return $"the informer of {name} ended: {loop.Exception?.InnerException?.Message ?? "it returned"}";
        }

        return null;
    }

    public void Dispose() => _stop.Dispose();

    private void ReportMissing()
    {
        if (CheckSynced() is { } missing)
            LogWaiting(missing);
    }

    [LoggerMessage(400, LogLevel.Information, "All {Count} caches are filled")]
    private partial void LogSynced(int count);

    [LoggerMessage(401, LogLevel.Warning, "Still waiting for caches: {Missing}")]
    private partial void LogWaiting(string missing);
}
