using System.Runtime.InteropServices;

namespace KvFleet.Native;

/// <summary>
/// Tells when one descriptor may be read or written again. Edge-triggered: try the operation first and wait only after EAGAIN; a wait may
/// return once too often, never once too few. One waiter per direction.
/// </summary>
public sealed class Readiness : IDisposable
{
    private readonly ReadinessLoop _loop;
    private readonly ReadinessSignal _readable = new();
    private readonly ReadinessSignal _writable = new();

    internal Readiness(ReadinessLoop loop, ulong key, SafeHandle descriptor) => (_loop, Key, Descriptor) = (loop, key, descriptor);

    internal ulong Key { get; }

    internal SafeHandle Descriptor { get; }

    /// <summary>Completes when there is something to read, to accept, or an end.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed before or meanwhile.</exception>
    public Task WaitReadableAsync(CancellationToken cancellationToken) => _readable.WaitAsync(cancellationToken);

    /// <summary>Completes when there is room to write, or an end.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed before or meanwhile.</exception>
    public Task WaitWritableAsync(CancellationToken cancellationToken) => _writable.WaitAsync(cancellationToken);

    /// <summary>Stops watching and fails whoever waits.</summary>
    public void Dispose()
    {
        _loop.Forget(this);
        _readable.Close();
        _writable.Close();
    }

    internal void Signal(PollInterest happened)
    {
        const PollInterest Ended = PollInterest.Error | PollInterest.HangUp;
        if ((happened & (PollInterest.Readable | PollInterest.PeerClosed | Ended)) != PollInterest.None)
            _readable.Set();
        if ((happened & (PollInterest.Writable | Ended)) != PollInterest.None)
            _writable.Set();
    }
}
