namespace KvFleet.Native;

/// <summary>One latched signal with at most one waiter: set before the wait, it completes the wait at once.</summary>
internal sealed class ReadinessSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _isSet;
    private bool _isClosed;

    internal Task WaitAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(Readiness));
            if (_isSet)
            {
                _isSet = false;
                return Task.CompletedTask;
            }

            if (_waiter is { Task.IsCompleted: false })
                throw new InvalidOperationException("Somebody waits for this direction already.");
            _waiter = waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return cancellationToken.CanBeCanceled ? WaitCancellableAsync(waiter, cancellationToken) : waiter.Task;
    }

    internal void Set()
    {
        lock (_gate)
        {
            // A waiter that was cancelled has not seen this edge, so it must be kept for the next one.
            if (_waiter is null || !_waiter.TrySetResult())
                _isSet = true;
            _waiter = null;
        }
    }

    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _waiter?.TrySetException(new ObjectDisposedException(nameof(Readiness)));
            _waiter = null;
        }
    }

    private static async Task WaitCancellableAsync(TaskCompletionSource waiter, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), waiter);
        await waiter.Task;
    }
}
