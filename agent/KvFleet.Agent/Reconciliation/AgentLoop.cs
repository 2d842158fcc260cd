using System.Threading.Channels;

namespace KvFleet.Agent.Reconciliation;

/// <summary>
/// The one thread of control: everything that looks at or changes what the agent holds runs here, one piece after the other, and never waits. So no state
/// needs a lock, and every order of events is some order of these pieces.
/// </summary>
internal sealed partial class AgentLoop(TimeProvider time, ILogger<AgentLoop> logger)
{
    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastTurn = time.GetTimestamp();

    /// <summary>Called after each run of pieces, on the loop: the state has come to rest for now.</summary>
    public Action? Settled { get; set; }

    /// <summary>Time since the loop last finished a piece; grows beyond a few seconds only when it hangs.</summary>
    public TimeSpan SinceLastTurn => time.GetElapsedTime(Volatile.Read(ref _lastTurn));

    /// <summary>Queues a piece. After the end of the loop it is dropped.</summary>
    public void Post(Action work) => _work.Writer.TryWrite(work);

    /// <summary>Queues a piece that answers.</summary>
    /// <exception cref="OperationCanceledException">The loop has ended, or the caller gave up.</exception>
    public async Task<T> AskAsync<T>(Func<T> ask, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = _work.Writer.TryWrite(() =>
        {
            try
            {
                answer.SetResult(ask());
            }
            catch (Exception e)
            {
                answer.SetException(e);
            }
        });
        // What is still queued when the loop ends is never answered.
        if (queued)
            await Task.WhenAny(answer.Task, _ended.Task).WaitAsync(cancellationToken);
        return answer.Task.IsCompleted ? await answer.Task : throw new OperationCanceledException("The agent is shutting down.");
    }

    /// <summary>Runs pieces until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _work.Reader.WaitToReadAsync(cancellationToken))
            {
                while (_work.Reader.TryRead(out var work))
                    Run(work);
                if (Settled is { } settled)
                    Run(settled);
                Volatile.Write(ref _lastTurn, time.GetTimestamp());
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The usual end.
        }
        finally
        {
            _work.Writer.TryComplete();
            _ended.TrySetResult();
        }
    }

    private void Run(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            // One bad piece must not end the agent: the others belong to other pools.
            LogPieceFailed(e);
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "A step of the agent's loop failed; it goes on with the next. Please report this")]
    private partial void LogPieceFailed(Exception exception);
}
