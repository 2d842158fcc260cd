namespace KvFleet.Agent.Hosting;

/// <summary>
/// Runs what the agent consists of, in order: the loop first, then who feeds it; at the end the feeders first, so that nothing that ends looks like a holder
/// that died. The web server starts after and stops before this.
/// </summary>
/// <param name="loop">Runs the loop.</param>
/// <param name="feeders">Run what feeds it.</param>
/// <param name="lifetime">Ended when a part ends that should not.</param>
/// <param name="logger">Told why.</param>
internal sealed partial class AgentService(
    Func<CancellationToken, Task> loop, IReadOnlyList<Func<CancellationToken, Task>> feeders, IHostApplicationLifetime lifetime, ILogger<AgentService> logger)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopFeeders = new();
    private readonly CancellationTokenSource _stopLoop = new();
    private Task _loop = Task.CompletedTask;
    private Task _feeders = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = GuardAsync(loop, _stopLoop.Token);
        _feeders = Task.WhenAll(feeders.Select(feeder => GuardAsync(feeder, _stopFeeders.Token)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // The loop must not hear of connections that end because the process ends: both stop before either is waited for.
        await _stopLoop.CancelAsync();
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopFeeders.CancelAsync();
        await _feeders.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopLoop.Cancel();
        _stopFeeders.Cancel();
        _stopFeeders.Dispose();
        _stopLoop.Dispose();
    }

    private async Task GuardAsync(Func<CancellationToken, Task> part, CancellationToken cancellationToken)
    {
        try
        {
            await part(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The usual end.
        }
        catch (Exception e)
        {
            LogPartFailed(e);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(1701, LogLevel.Critical, "A part of the agent ended unexpectedly; the agent stops, to be started again. Please report this")]
    private partial void LogPartFailed(Exception exception);
}
