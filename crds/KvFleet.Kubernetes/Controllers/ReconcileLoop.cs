using System.Diagnostics;
using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Kubernetes.Queues;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Controllers;

/// <summary>Takes keys from a queue, runs the controller for each, and decides from the outcome when the key comes again.</summary>
/// <param name="options">How to run; the name must be set.</param>
/// <param name="queue">The queue.</param>
/// <param name="reconcile">One run.</param>
/// <param name="instruments">Where to count.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ReconcileLoop(
    ControllerOptions options,
    IWorkQueue<ObjectKey> queue,
    Func<ObjectKey, CancellationToken, Task<ReconciliationResult>> reconcile,
    ControllerInstruments instruments,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>The retry of a key whose outcome could not even be decided, because a rate limiter or a log failed.</summary>
    internal static readonly TimeSpan RetryAfterOwnFailure = TimeSpan.FromMinutes(1);

    // Longer times are "never" and would overflow when something is added.
    private static readonly TimeSpan LongestJittered = TimeSpan.FromDays(3650);

    /// <summary>Works until the queue is shut down and what was begun has ended.</summary>
    /// <param name="abort">Cancels the runs under way; what they return then is ignored.</param>
    public Task RunAsync(CancellationToken abort) =>
        Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => Task.Run(() => WorkAsync(abort), CancellationToken.None)));

    private async Task WorkAsync(CancellationToken abort)
    {
        while (await queue.TakeAsync(CancellationToken.None) is { } item)
        {
            try
            {
                // Whoever is to cancel this may not have noticed yet that leadership is over.
                if (LeaderWork.IsOver)
                    queue.AddRateLimited(item.Key, item.Priority);
                else if (!abort.IsCancellationRequested)
                    await HandleAsync(item, abort);
            }
            catch (Exception e)
            {
                // Not the controller but something around it. A worker less would never be noticed; a key that is lost neither.
                instruments.Panicked();
                queue.AddAfter(item.Key, RetryAfterOwnFailure, item.Priority);
                LogOwnFailure(item.Key, RetryAfterOwnFailure, e);
            }
            finally
            {
                queue.Done(item.Key);
            }
        }
    }

    private async Task HandleAsync(WorkItem<ObjectKey> item, CancellationToken abort)
    {
        var id = Guid.NewGuid();
        using var activity = ReconcileActivity.Start(options.Name, item.Key, id);
        using var scope = logger.BeginScope(new ReconcileScope(options.Name, item.Key, id));
        var started = time.GetTimestamp();
        instruments.Started();
        ReconciliationResult? result;
        try
        {
            result = await RunOnceAsync(item, activity, abort);
        }
        finally
        {
            instruments.Ended(time.GetElapsedTime(started));
        }

        if (result is null)
            return;
        activity.SetResult(result);
        Apply(result, item);
    }

    /// <summary>One run with its time limit. Null: nothing is to be decided any more (aborted) or was decided already (conflict).</summary>
    private async Task<ReconciliationResult?> RunOnceAsync(WorkItem<ObjectKey> item, Activity? activity, CancellationToken abort)
    {
        using var timeout = new CancellationTokenSource(options.ReconcileTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(abort, timeout.Token);
        try
        {
            return await reconcile(item.Key, both.Token)
                ?? throw new InvalidOperationException($"Controller {options.Name} returned null instead of a result.");
        }
        catch (Exception) when (abort.IsCancellationRequested)
        {
            activity.SetResult("aborted");
            LogAborted(item.Key);
            return null;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return ReconciliationResult.Failure($"The run was cancelled because it took longer than {options.ReconcileTimeout}.");
        }
        catch (Exception e) when (ReconcileFailure.IsConflict(e))
        {
            activity.SetResult("requeue");
            LogConflict(item.Key, e.Message);
            instruments.Requeued();
            queue.AddRateLimited(item.Key, item.Priority);
            return null;
        }
        catch (Exception e)
        {
            if (!ReconcileFailure.IsExpected(e))
                instruments.Panicked();
            return ReconcileFailure.ToResult(e);
        }
    }

    private void Apply(ReconciliationResult result, WorkItem<ObjectKey> item)
    {
        if (result.IsSuccess)
        {
            queue.Forget(item.Key);
            instruments.Succeeded(result.RequeueAfter is not null);
            if (result.RequeueAfter is { } again)
                queue.AddAfter(item.Key, WithJitter(again), item.Priority);
            return;
        }

        instruments.Failed(result.IsTerminal);
        if (result.IsTerminal)
        {
            queue.Forget(item.Key);
            LogTerminal(item.Key, result.ErrorMessage);
            return;
        }

        var delay = result.RequeueAfter ?? default;
        if (result.RequeueAfter is null)
            delay = queue.AddRateLimited(item.Key, item.Priority);
        else
            queue.AddAfter(item.Key, delay, item.Priority);

        if (result.Error is { } error && !ReconcileFailure.IsExpected(error))
            LogUnexpected(item.Key, delay, error);
        else
            LogFailed(item.Key, delay, result.ErrorMessage);
    }

    private TimeSpan WithJitter(TimeSpan delay) =>
        delay > LongestJittered ? delay : delay * (1 + (options.RequeueJitter * Random.Shared.NextDouble()));

    [LoggerMessage(100, LogLevel.Error, "Unexpected exception while reconciling {Key}; retry in {Delay}")]
    private partial void LogUnexpected(ObjectKey key, TimeSpan delay, Exception exception);

    [LoggerMessage(101, LogLevel.Warning, "Reconciling {Key} failed; retry in {Delay}: {Error}")]
    private partial void LogFailed(ObjectKey key, TimeSpan delay, string? error);

    [LoggerMessage(102, LogLevel.Warning, "Reconciling {Key} failed and is not retried before it changes: {Error}")]
    private partial void LogTerminal(ObjectKey key, string? error);

    [LoggerMessage(103, LogLevel.Debug, "{Key} was changed by someone else meanwhile, going on with the new state: {Error}")]
    private partial void LogConflict(ObjectKey key, string error);

    [LoggerMessage(105, LogLevel.Error, "The outcome for {Key} could not be handled; retry in {Delay}")]
    private partial void LogOwnFailure(ObjectKey key, TimeSpan delay, Exception exception);

    [LoggerMessage(104, LogLevel.Information, "Reconciling {Key} was cut off")]
    private partial void LogAborted(ObjectKey key);
}
