using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.LeaderElection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>
/// Starts and stops everything in one order: (HTTP) → caches → work of every replica → leadership → the leader's work; and back:
/// work of every replica → the leader's work, drained → caches → events → (HTTP) → the lease.
/// </summary>
/// <remarks>
/// HTTP frames it because this begins in <see cref="StartedAsync"/> and ends its work in <see cref="StoppingAsync"/>, where the web server already, or still, runs: probes and metrics
/// are answered all the time. The lease is given back in <see cref="StoppedAsync"/>, and only if the leader's work has really ended:
/// given back earlier, the next leader would work beside the rest of this one (controller-runtime#1132).
/// </remarks>
internal sealed partial class OperatorHost : IHostedLifecycleService, IDisposable
{
    // What remains after draining: cancelling what did not drain, flushing events, releasing the lease.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(5);

    private readonly OperatorSettings _settings;
    private readonly CacheSet _caches;
    private readonly ServerVersionReport _version;
    private readonly EventRecorder _events;
    private readonly Leadership _leadership;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger<OperatorHost> _logger;
    private readonly WorkSet _everyonesWork;
    private readonly WorkSet _leadersWork;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _letGo = new();
    private readonly CancellationTokenSource _endEvents = new();
    private Task _run = Task.CompletedTask;
    private volatile bool _workEnded;
    private volatile string? _failure;

    public OperatorHost(
        OperatorSettings settings,
        CacheSet caches,
        ServerVersionReport version,
        ControllerSet controllers,
        IEnumerable<ILeaderService> leaderServices,
        EventRecorder events,
        Leadership leadership,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        ILogger<OperatorHost> logger)
    {
        _settings = settings;
        _caches = caches;
        _version = version;
        _events = events;
        _leadership = leadership;
        _lifetime = lifetime;
        _time = time;
        _logger = logger;
        _everyonesWork = new WorkSet([.. controllers.Hosts.Where(static c => !c.NeedsLeaderElection)], [], leadership: null, time, logger);
        _leadersWork = new WorkSet([.. controllers.Hosts.Where(static c => c.NeedsLeaderElection)], [.. leaderServices], leadership, time, logger);
    }

    /// <summary>Ends the process at once; replaced in tests.</summary>
    internal Action Kill { get; set; } = static () => Environment.Exit(1);

    /// <summary>Makes an ordered end a failure, so that whoever watches the process sees it; replaced in tests.</summary>
    internal Action MarkFailed { get; set; } = static () => Environment.ExitCode = 1;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins, without waiting: an API server that is away must not keep the probes from being served.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _run = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Null while all is well, or why the host gave up.</summary>
    public string? Check() => _failure;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        using var late = new CancellationTokenSource(DrainTime, _time);
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var everyone = await TryAsync("work of every replica", _everyonesWork.StopAsync(drain.Token), cancellationToken);
        var leaders = await TryAsync("the leader's work", _leadersWork.StopAsync(drain.Token), cancellationToken);
        _workEnded = everyone && leaders;
        await TryAsync("caches", _caches.StopAsync(cancellationToken), cancellationToken);
        await TryAsync("events", FlushEventsAsync(cancellationToken), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _letGo.CancelAsync();
        await TryAsync("renewing the lease", _run, cancellationToken);
        if (!_workEnded)
        {
            LogKeepsLease();
            return;
        }

        using var bound = new CancellationTokenSource(Reserve, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        await _leadership.ReleaseAsync(both.Token);
    }

    public void Dispose()
    {
        _everyonesWork.Dispose();
        _leadersWork.Dispose();
        _stopping.Dispose();
        _letGo.Dispose();
        _endEvents.Dispose();
    }

    private TimeSpan DrainTime => _settings.ShutdownTimeout > Reserve * 2 ? _settings.ShutdownTimeout - Reserve : _settings.ShutdownTimeout / 2;

    private async Task RunAsync()
    {
        try
        {
            _caches.Start();
            _ = _events.RunAsync(_endEvents.Token);
            await _caches.WaitForSyncAsync(_stopping.Token);
            _ = _version.RunAsync(_stopping.Token);
            _everyonesWork.TryStart();
            await _leadership.AcquireAsync(_stopping.Token);
            _leadersWork.TryStart();
            await _leadership.HoldAsync(_letGo.Token);
            await GiveUpAsync("leadership was lost; another replica works now");
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // An ordered stop: StoppingAsync does the rest.
        }
        catch (Exception e)
        {
            LogFailed(e);
            await GiveUpAsync("the host failed: " + e.Message);
        }
    }

    /// <summary>Cancels all work and ends the process: quickly, because somebody else may be at work by the time the lease runs out.</summary>
    private async Task GiveUpAsync(string reason)
    {
        _failure = reason;
        MarkFailed();
        _everyonesWork.Abort();
        _leadersWork.Abort();
        _lifetime.StopApplication();

        var grace = _settings.LeaderElectionLeaseDuration - _settings.LeaderElectionRenewDeadline;
        using var bound = new CancellationTokenSource(grace, _time);
        if (await TryAsync("the leader's work", _leadersWork.StopAsync(bound.Token), bound.Token))
            return;
        LogKilling(grace);
        Kill();
    }

    private async Task FlushEventsAsync(CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(Reserve / 2, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        try
        {
            await _events.StopAsync(both.Token);
        }
        finally
        {
            await _endEvents.CancelAsync();
        }
    }

    private async Task<bool> TryAsync(string what, Task step, CancellationToken cancellationToken)
    {
        try
        {
            await step.WaitAsync(cancellationToken);
            return true;
        }
        catch (Exception e)
        {
            LogStepFailed(what, e.Message);
            return false;
        }
    }

    [LoggerMessage(420, LogLevel.Critical, "The operator cannot go on")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(421, LogLevel.Warning, "Stopping {What} did not end well: {Error}")]
    private partial void LogStepFailed(string what, string error);

    [LoggerMessage(422, LogLevel.Warning, "Some work has not ended; the lease is left to expire so that no other replica works beside it")]
    private partial void LogKeepsLease();

    [LoggerMessage(423, LogLevel.Critical, "Work did not end within {Grace} after leadership was lost; ending the process")]
    private partial void LogKilling(TimeSpan grace);
}
