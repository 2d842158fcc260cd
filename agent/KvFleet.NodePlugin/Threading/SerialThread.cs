using System.Threading.Channels;

namespace KvFleet.NodePlugin.Threading;

/// <summary>
/// One thread that runs what it is given in order. For calls that may take long (locking gigabytes, reading every process) and must
/// neither overtake each other nor occupy the shared threads.
/// </summary>
internal sealed class SerialThread : IDisposable
{
    private const int StackBytes = 256 * 1024;
    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Its name.</param>
    public SerialThread(string name)
    {
        _thread = new Thread(Run, StackBytes) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Hands work over.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">The work.</param>
    /// <returns>Its outcome, on one of the shared threads.</returns>
    /// <exception cref="ObjectDisposedException">The thread has ended.</exception>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepted = _work.Writer.TryWrite(() =>
        {
            try
            {
                outcome.SetResult(work());
            }
            catch (Exception failure)
            {
                outcome.SetException(failure);
            }
        });
        ObjectDisposedException.ThrowIf(!accepted, this);
        return outcome.Task;
    }

    /// <summary>Finishes what was handed over and ends the thread.</summary>
    public void Dispose()
    {
        if (_work.Writer.TryComplete())
            _thread.Join();
    }

    private void Run()
    {
        while (true)
        {
            while (_work.Reader.TryRead(out var work))
                work();
            var more = _work.Reader.WaitToReadAsync().AsTask();
#pragma warning disable RS0030 // Waiting is what this thread is for.
            if (!more.GetAwaiter().GetResult())
                return;
#pragma warning restore RS0030
        }
    }
}
