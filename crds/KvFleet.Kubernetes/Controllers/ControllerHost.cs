using KvFleet.Kubernetes.Queues;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>One controller: sources → queue → workers.</summary>
/// <remarks>It hears of nothing before <see cref="Start"/>, so that a replica that waits for leadership does not gather work for weeks.</remarks>
internal sealed partial class ControllerHost : IKeySink, IAsyncDisposable
{
    private readonly ControllerOptions _options;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly ReconcileLoop _loop;
    private readonly IReadOnlyList<IControllerSource> _sources;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _abort = new();
    private IDisposable[] _subscriptions = [];
    private volatile bool _started;
    private Task _workers = Task.CompletedTask;

    public ControllerHost(
        ControllerOptions options,
        IReadOnlyList<IControllerSource> sources,
        Func<ObjectKey, CancellationToken, Task<ReconciliationResult>> reconcile,
        ControllerMetrics metrics,
        WorkQueueMetrics queueMetrics,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        options.Validate();
        _options = options;
        _sources = sources;
        _logger = loggers.CreateLogger("KvFleet.Kubernetes.Controllers." + options.Name);
        _queue = new WorkQueue<ObjectKey>(options.Name, time, options.RateLimiter?.Invoke(time), queueMetrics);
        _loop = new ReconcileLoop(options, _queue, reconcile, metrics.For(options.Name, options.Workers), time, _logger);
    }

    public string Name => _options.Name;

    public bool NeedsLeaderElection => _options.NeedsLeaderElection;

    /// <summary>Starts to listen and to work. Call it once, when the caches are filled.</summary>
    public void Start()
    {
        LogStarting(_options.Workers);
        _started = true;
        _subscriptions = [.. _sources.Select(source => source.Start(this))];
        _workers = _loop.RunAsync(_abort.Token);
    }

    public void Enqueue(ObjectKey key, WorkPriority priority) => Enqueue(key, TimeSpan.Zero, priority);

    public void Enqueue(ObjectKey key, TimeSpan delay, WorkPriority priority)
    {
        if (_started)
            _queue.AddAfter(key, delay > _options.Debounce ? delay : _options.Debounce, priority);
    }

    /// <summary>Stops listening and waits for the runs under way; when <paramref name="drain"/> is cancelled they are cancelled, too.</summary>
    /// <returns>Completes when no run is left. A run that ignores its cancellation keeps this waiting; the caller bounds it.</returns>
    public async Task StopAsync(CancellationToken drain)
    {
        // Losing the lease and stopping the host may come together.
        foreach (var subscription in Interlocked.Exchange(ref _subscriptions, []))
            subscription.Dispose();
        try
        {
            await _queue.ShutDownWithDrainAsync(drain);
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested)
        {
            LogDrainCutOff();
            await _abort.CancelAsync();
        }

        await _workers;
    }

    /// <summary>Cancels the runs under way and begins no more: leadership is lost, and somebody else may already be at work.</summary>
    public void Abort()
    {
        _queue.ShutDown();
        _abort.Cancel();
    }

    /// <summary>Null while the workers work, or what is wrong with them.</summary>
    public string? Check()
    {
        if (_workers.IsFaulted)
            return "a worker ended: " + _workers.Exception.InnerException?.Message;
        // Cancellation is cooperative: a run well past its time limit ignores it and blocks its worker for good.
        var longest = TimeSpan.FromSeconds(((IQueueState)_queue).RunningSeconds().Longest);
        return longest > _options.ReconcileTimeout + TimeSpan.FromMinutes(1)
            ? $"a run is going on for {longest} although it was cancelled after {_options.ReconcileTimeout}"
            : null;
    }

    public async ValueTask DisposeAsync()
    {
        Abort();
        await _workers;
        _queue.Dispose();
        _abort.Dispose();
    }

    [LoggerMessage(120, LogLevel.Information, "Starting {Workers} workers")]
    private partial void LogStarting(int workers);

    [LoggerMessage(121, LogLevel.Warning, "The runs under way did not end in time and are cancelled")]
    private partial void LogDrainCutOff();
}
