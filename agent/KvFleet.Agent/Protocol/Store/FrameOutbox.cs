using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;
using KvFleet.Native;
using KvFleet.Protocol;
using KvFleet.Protocol.Store;

namespace KvFleet.Agent.Protocol.Store;

/// <summary>
/// Frames that the agent sends unasked to one client: bounded, sent in order by one task, so that the loop never waits for a client that does not read. One
/// whose queue is full is not reading, and is given up.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Both sources are cancelled at the end; disposing them would race with who links to them.")]
internal sealed class FrameOutbox
{
    private const int Capacity = 64;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);
    private readonly FrameSocket _socket;
    private readonly Channel<(byte[] Frame, SafeHandle[] Descriptors)> _queue = Channel.CreateBounded<(byte[], SafeHandle[])>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _patience;
    private readonly CancellationToken _closing;
    private string? _farewell;

    /// <param name="socket">The connection.</param>
    /// <param name="time">The clock.</param>
    /// <param name="closing">Ends it at once, whatever is queued.</param>
    public FrameOutbox(FrameSocket socket, TimeProvider time, CancellationToken closing)
    {
        (_socket, _closing) = (socket, closing);
        _patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Ended = SendAllAsync();
    }

    /// <summary>Completes when nothing more will be sent.</summary>
    public Task Ended { get; }

    /// <summary>Cancelled when nothing more will be sent.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Whether the client is given up.</summary>
    public bool IsRefused => Volatile.Read(ref _farewell) is not null;

    /// <summary>Queues a frame. Its descriptors are kept open until it is sent.</summary>
    public void Send(byte[] frame, params SafeHandle[] descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            var added = false;
            descriptor.DangerousAddRef(ref added);
        }

        if (_queue.Writer.TryWrite((frame, descriptors)))
            return;
        Release(descriptors);
        Refuse($"{Capacity} frames wait for this client. Read the socket, and connect again.");
    }

    /// <summary>Sends what is queued, then says why nothing more comes.</summary>
    public void Refuse(string message)
    {
        Interlocked.CompareExchange(ref _farewell, message, null);
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
            await foreach (var (frame, descriptors) in _queue.Reader.ReadAllAsync(_closing))
            {
                try
                {
                    await _socket.SendAsync(frame, descriptors, stop.Token);
                }
                finally
                {
                    Release(descriptors);
                }
            }

            if (_farewell is { } farewell)
                await _socket.SendAsync(Frames.Make(FrameType.Goodbye, Encoding.UTF8.GetBytes(ProtocolLimits.Shorten(farewell))), null, stop.Token);
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
}
