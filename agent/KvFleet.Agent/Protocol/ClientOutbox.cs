using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using KvFleet.Agent.Reconciliation;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Volume;

namespace KvFleet.Agent.Protocol;

/// <summary>
/// What is on its way to one client: bounded, sent in order by one task, so that the loop never waits for a client that does not read. A client whose
/// queue is full is not reading, and is given up.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Both sources are cancelled at the end; disposing them would race with who links to them.")]
internal sealed class ClientOutbox
{
    private const int Capacity = 64;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private readonly MessageSocket<VolumeMessage> _socket;
    private readonly Channel<(VolumeMessage Message, SafeHandle[] Descriptors)> _queue =
        Channel.CreateBounded<(VolumeMessage, SafeHandle[])>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _patience;
    private readonly CancellationToken _closing;
    private Refused? _refusal;

    /// <param name="socket">The connection; stays the caller's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="closing">Ends it at once, whatever is queued.</param>
    public ClientOutbox(MessageSocket<VolumeMessage> socket, TimeProvider time, CancellationToken closing)
    {
        (_socket, _closing) = (socket, closing);
        _patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Ended = SendAllAsync();
    }

    /// <summary>Completes when nothing more will be sent: after a refusal, or because the peer is gone.</summary>
    public Task Ended { get; }

    /// <summary>Cancelled when nothing more will be sent: whoever reads from the client can stop.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Why the client is given up; null while it is served.</summary>
    public Refused? Refusal => Volatile.Read(ref _refusal);

    /// <summary>Queues a message. Its descriptors are kept open until it is sent.</summary>
    public void Send(VolumeMessage message, params SafeHandle[] descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            var added = false;
            descriptor.DangerousAddRef(ref added);
        }

        if (_queue.Writer.TryWrite((message, descriptors)))
            return;
        Release(descriptors);
        if (Refusal is null)
            Refuse(AgentReasons.ClientNotReading, $"{Capacity} messages wait for this client. Read the socket, and connect again.");
    }

    /// <summary>Sends what is queued, then says why nothing more comes.</summary>
    public void Refuse(string reason, string message)
    {
        Interlocked.CompareExchange(ref _refusal, new Refused(reason, ProtocolLimits.Shorten(message)), null);
        _queue.Writer.TryComplete();
        _patience.CancelAfter(LastWords);
    }

    private static void Release(SafeHandle[] descriptors)
    {
        foreach (var descriptor in descriptors)
            descriptor.DangerousRelease();
    }

    private async Task SendAllAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_closing, _patience.Token);
        try
        {
            await foreach (var (message, descriptors) in _queue.Reader.ReadAllAsync(_closing))
                await SendOneAsync(message, descriptors, stop.Token);
            if (Refusal is { } refusal)
                await _socket.SendAsync(refusal, cancellationToken: stop.Token);
        }
        catch (Exception e) when (e is NativeException or ObjectDisposedException or OperationCanceledException)
        {
            // The peer is gone or does not read; who reads from it learns of the end.
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var unsent))
                Release(unsent.Descriptors);
            await _closed.CancelAsync();
        }
    }

    private async Task SendOneAsync(VolumeMessage message, SafeHandle[] descriptors, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.SendAsync(message, descriptors, cancellationToken);
        }
        finally
        {
            Release(descriptors);
        }
    }
}
