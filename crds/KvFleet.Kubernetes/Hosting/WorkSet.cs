using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.LeaderElection;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>Controllers and services that start and stop together.</summary>
/// <param name="controllers">The controllers.</param>
/// <param name="services">The services.</param>
/// <param name="leadership">For work that only the leader does; null for everybody's.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class WorkSet(
    IReadOnlyList<ControllerHost> controllers, IReadOnlyList<ILeaderService> services, ILeadership? leadership, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan FirstRestart = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRestart = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Task[] _running = [];
    private bool _started;
    private bool _stopped;

    /// <summary>Starts everything, unless it was stopped already: leadership may be won at the moment of shutting down.</summary>
    /// <returns>False when it was stopped before.</returns>
    public bool TryStart()
    {
        lock (_lock)
        {
            if (_stopped)
                return false;
            _started = true;
            using var scope = LeaderWork.Enter(leadership);
            foreach (var controller in controllers)
                controller.Start();
            _running = [.. services.Select(service => Task.Run(() => RunAsync(service), CancellationToken.None))];
            return true;
        }
    }

    /// <summary>Ends services and controllers. Runs under way may finish until <paramref name="drain"/> is cancelled.</summary>
    /// <returns>Completes when nothing works any more.</returns>
    public async Task StopAsync(CancellationToken drain)
    {
        lock (_lock)
        {
            _stopped = true;
            if (!_started)
                return;
        }

        await _stop.CancelAsync();
        await Task.WhenAll([.. _running, .. controllers.Select(controller => controller.StopAsync(drain))]);
    }

    /// <summary>Cancels everything at once, without draining.</summary>
    public void Abort()
    {
        lock (_lock)
            _stopped = true;
        _stop.Cancel();
        foreach (var controller in controllers)
            controller.Abort();
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(ILeaderService service)
    {
        var wait = FirstRestart;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await service.RunAsync(_stop.Token);
                return;
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogServiceFailed(service.GetType().Name, wait, e);
            }

            await Task.Delay(wait, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < LongestRestart ? wait * 2 : LongestRestart;
        }
    }

    [LoggerMessage(410, LogLevel.Error, "{Service} failed; starting it again in {Wait}")]
    private partial void LogServiceFailed(string service, TimeSpan wait, Exception exception);
}
