using KvFleet.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.LeaderElection;

/// <summary>Takes a lease, keeps it, and gives it back: at most one process that goes by it works at a time.</summary>
/// <remarks>
/// Use: <see cref="AcquireAsync"/>, then start the work and call <see cref="HoldAsync"/>; when that returns the lease is lost, the work must stop at once and
/// the process end. On an ordered stop: cancel <see cref="HoldAsync"/> when the work has ended, then <see cref="ReleaseAsync"/>, last of all.
/// Whatever goes wrong with a single request is no loss: only <see cref="LeaderElectionOptions.RenewDeadline"/> without a success is.
/// </remarks>
public sealed partial class LeaderElector
{
    /// <summary>Retries are spread over up to this multiple of the retry period.</summary>
    internal const double JitterFactor = 1.2;

    private readonly LeaderElectionOptions _options;
    private readonly LeaderElectionMetrics? _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaderElector> _logger;
    private readonly LeaseClaim _claim;
    private long _lastTryAt;
    private volatile bool _leading;
    private volatile bool _trying;

    /// <summary>Makes an elector that does nothing yet.</summary>
    /// <exception cref="InvalidOperationException">The times contradict each other.</exception>
    public LeaderElector(
        IKubernetesClient client, LeaderElectionOptions options, TimeProvider time, ILogger<LeaderElector> logger, LeaderElectionMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        _claim = new LeaseClaim(client, options, time);
        _options = options;
        _time = time;
        _logger = logger;
        _metrics = metrics;
        metrics?.Set(options.LeaseName, leading: false);
    }

    /// <summary>
    /// Whether this process may work now. False as soon as the last successful renewal is older than the renew deadline, even if
    /// the loop that should notice is itself stuck.
    /// </summary>
    public bool IsLeader => _leading && _claim.Left > TimeSpan.Zero;

    /// <summary>Who holds the lease as far as is known; empty for nobody.</summary>
    public string CurrentLeader => _claim.Holder;

    /// <summary>Null while tries are made in time, or what is wrong.</summary>
    public string? Check()
    {
        var quiet = _time.GetElapsedTime(Volatile.Read(ref _lastTryAt));
        return _trying && quiet > _options.LeaseDuration + _options.RenewDeadline
            ? $"no try to take or renew the lease for {quiet}"
            : null;
    }

    /// <summary>Completes when the lease is held, however long that takes.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        LogAcquiring(_options.LeaseNamespace, _options.LeaseName, _options.Identity);
        Volatile.Write(ref _lastTryAt, _time.GetTimestamp());
        _trying = true;
        string? reported = null;
        var seen = 0L;
        while (true)
        {
            // A request that hangs must not hold up the next try for longer than a leader would hold out.
            if (await TryOnceAsync(_options.RenewDeadline, cancellationToken))
            {
                SetLeading(true);
                LogAcquired(_options.LeaseNamespace, _options.LeaseName);
                return;
            }

            if (!string.Equals(CurrentLeader, reported, StringComparison.Ordinal))
                LogHeldBy(_options.LeaseNamespace, _options.LeaseName, reported = CurrentLeader);
            if (_claim.SeenAt != seen)
                LogSeen(_options.LeaseNamespace, _options.LeaseName, CurrentLeader);
            seen = _claim.SeenAt;
            var jittered = _options.RetryPeriod * (1 + ((JitterFactor - 1) * Random.Shared.NextDouble()));
            await Task.Delay(jittered, _time, cancellationToken);
        }
    }

    /// <summary>Renews the lease until it is lost. Stop the work at once when this returns.</summary>
    /// <param name="cancellationToken">Ends renewing; the lease stays held until it expires or is released.</param>
    /// <exception cref="OperationCanceledException">Cancelled while the lease was held.</exception>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        while (_claim.Left is var left && left > TimeSpan.Zero && !_claim.IsTaken)
        {
            await Task.Delay(left < _options.RetryPeriod ? left : _options.RetryPeriod, _time, cancellationToken);
            left = _claim.Left;
            if (left > TimeSpan.Zero)
                await TryOnceAsync(left, cancellationToken);
        }

        SetLeading(false);
        _trying = false;
        LogLost(_options.LeaseNamespace, _options.LeaseName, _claim.IsTaken ? CurrentLeader : "nobody (no renewal succeeded in time)");
    }

    /// <summary>Gives the lease back, so that another replica need not wait until it expires. Call it only when all the leader's work has ended.</summary>
    /// <param name="cancellationToken">Gives up; the lease then expires by itself.</param>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (!_leading || !_claim.IsMine)
            return;

        SetLeading(false);
        _trying = false;
        try
        {
            await _claim.ReleaseAsync(cancellationToken);
            LogReleased(_options.LeaseNamespace, _options.LeaseName);
        }
        catch (Exception e)
        {
            LogNotReleased(_options.LeaseNamespace, _options.LeaseName, _options.LeaseDuration, e.Message);
        }
    }

    private async Task<bool> TryOnceAsync(TimeSpan bound, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _lastTryAt, _time.GetTimestamp());
        using var timeout = new CancellationTokenSource(bound, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await _claim.TryAsync(_leading, both.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (KubernetesApiException e) when (e.IsConflict || e.IsAlreadyExists)
        {
            // Somebody was faster. The next look shows who.
            return false;
        }
        catch (Exception e)
        {
            LogTryFailed(_options.LeaseNamespace, _options.LeaseName, e.Message);
            return false;
        }
    }

    private void SetLeading(bool leading)
    {
        _leading = leading;
        _metrics?.Set(_options.LeaseName, leading);
    }

    [LoggerMessage(200, LogLevel.Information, "Trying to take lease {Namespace}/{Lease} as {Identity}")]
    private partial void LogAcquiring(string @namespace, string lease, string identity);

    [LoggerMessage(201, LogLevel.Information, "Took lease {Namespace}/{Lease}")]
    private partial void LogAcquired(string @namespace, string lease);

    [LoggerMessage(202, LogLevel.Information, "Lease {Namespace}/{Lease} is held by {Holder}")]
    private partial void LogHeldBy(string @namespace, string lease, string holder);

    [LoggerMessage(203, LogLevel.Critical, "Lost lease {Namespace}/{Lease} to {Holder}")]
    private partial void LogLost(string @namespace, string lease, string holder);

    [LoggerMessage(204, LogLevel.Information, "Released lease {Namespace}/{Lease}")]
    private partial void LogReleased(string @namespace, string lease);

    [LoggerMessage(205, LogLevel.Warning, "Could not release lease {Namespace}/{Lease}; it expires by itself in {Duration}: {Error}")]
    private partial void LogNotReleased(string @namespace, string lease, TimeSpan duration, string error);

    [LoggerMessage(207, LogLevel.Debug, "Saw a sign of life of {Holder} in lease {Namespace}/{Lease}; the wait for its end begins anew")]
    private partial void LogSeen(string @namespace, string lease, string holder);

    [LoggerMessage(206, LogLevel.Warning, "Could not take or renew lease {Namespace}/{Lease} this time: {Error}")]
    private partial void LogTryFailed(string @namespace, string lease, string error);
}
