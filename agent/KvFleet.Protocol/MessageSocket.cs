using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Native;
using KvFleet.Protocol.Store;

namespace KvFleet.Protocol;

/// <summary>
/// Messages of one family over a connected Unix seqpacket socket. Sending may happen from several tasks at once, receiving from one.
/// Waiting costs no thread and no buffer.
/// </summary>
/// <typeparam name="TMessage">The family of messages.</typeparam>
[SuppressMessage("Usage", "CA2213", Justification = "A SemaphoreSlim without wait handle holds nothing; disposing it would strand waiting senders.")]
public sealed class MessageSocket<TMessage> : IDisposable
    where TMessage : ProtocolMessage
{
    private static readonly ArrayPool<byte> Buffers = ArrayPool<byte>.Shared;
    private readonly UnixSocket _socket;
    private readonly JsonTypeInfo<TMessage> _format;
    private readonly Readiness _readiness;
    private readonly SemaphoreSlim _sending = new(1, 1);

    internal MessageSocket(UnixSocket socket, JsonTypeInfo<TMessage> format)
    {
        _socket = socket;
        _format = format;
        try
        {
            Peer = SocketDescriptors.GetPeerCredentials(socket);
            _readiness = ReadinessLoop.Shared.Watch(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Who connected (or listened, seen from the connecting side).</summary>
    public PeerCredentials Peer { get; }

    /// <summary>Sends one message, waiting while the peer's queue is full.</summary>
    /// <param name="message">The message.</param>
    /// <param name="descriptors">As many as the message lists, in its order; they stay the caller's.</param>
    /// <param name="cancellationToken">Stops waiting; the message is then not sent.</param>
    /// <exception cref="ProtocolException">The message breaks the protocol; nothing was sent.</exception>
    /// <exception cref="NativeException">EPIPE or ECONNRESET: the peer is gone.</exception>
    /// <exception cref="ObjectDisposedException">This socket was disposed, perhaps while waiting.</exception>
    public async ValueTask SendAsync(TMessage message, IReadOnlyList<SafeHandle>? descriptors = null, CancellationToken cancellationToken = default)
    {
        descriptors ??= [];
        Check(message, descriptors.Count);
        var packet = JsonSerializer.SerializeToUtf8Bytes(message, _format);
        if (packet.Length > ProtocolLimits.MaxPacketBytes)
            throw new ProtocolException(ProtocolFault.TooLarge, $"A message of {packet.Length} bytes is longer than the limit of {ProtocolLimits.MaxPacketBytes}.");
        var handles = descriptors.ToArray();

        await _sending.WaitAsync(cancellationToken);
        try
        {
            while (!SocketDescriptors.TrySend(_socket, packet, handles))
                await _readiness.WaitWritableAsync(cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Waits for the next message.</summary>
    /// <param name="cancellationToken">Stops waiting; no packet is lost by that.</param>
    /// <returns>The message, to be disposed; or null when the peer has closed the connection.</returns>
    /// <exception cref="ProtocolException">A packet broke the protocol; it is gone and its descriptors are closed.</exception>
    /// <exception cref="ObjectDisposedException">This socket was disposed, perhaps while waiting.</exception>
    public async ValueTask<ReceivedMessage<TMessage>?> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryReceive(out var message))
                return message;
            await _readiness.WaitReadableAsync(cancellationToken);
        }
    }

    /// <summary>Waits for the first packet and tells whether it is a frame of the store protocol rather than a message; it stays where it is.</summary>
    /// <exception cref="ObjectDisposedException">This socket was disposed, perhaps while waiting.</exception>
    public async ValueTask<bool> IsFrameNextAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryPeek() is { } isFrame)
                return isFrame;
            await _readiness.WaitReadableAsync(cancellationToken);
        }
    }

    /// <summary>Speaks frames over the same connection from now on. The connection stays this socket's.</summary>
    public FrameSocket ToFrames() => new(_socket, _readiness);

    /// <summary>Closes the connection; whoever waits on it gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _readiness.Dispose();
        _socket.Dispose();
    }

    private bool? TryPeek()
    {
        Span<byte> start = stackalloc byte[FrameHeader.Bytes];
        try
        {
            return SocketDescriptors.TryPeek(_socket, start, out var count) ? FrameHeader.IsFrame(start[..count]) : null;
        }
        catch (NativeException failure) when (failure.ErrorNumber == Errno.ECONNRESET)
        {
            return TryPeek();
        }
    }

    private bool TryReceive(out ReceivedMessage<TMessage>? message)
    {
        message = null;
        var buffer = Buffers.Rent(ProtocolLimits.MaxPacketBytes);
        try
        {
            var room = buffer.AsSpan(0, ProtocolLimits.MaxPacketBytes);
            if (!SocketDescriptors.TryReceive(_socket, room, ProtocolLimits.MaxDescriptors, out var packet))
                return false;
            try
            {
                message = Open(room[..packet.Length], packet);
            }
            finally
            {
                if (message is null)
                    Close(packet.Descriptors);
            }

            return true;
        }
        catch (NativeException failure) when (failure.ErrorNumber == Errno.ECONNRESET)
        {
            // The peer closed without reading everything. The kernel says so once and before the packets that the peer sent until then, of which
            // the last may tell why it closed.
            return TryReceive(out message);
        }
        finally
        {
            Buffers.Return(buffer);
        }
    }

    private ReceivedMessage<TMessage>? Open(ReadOnlySpan<byte> bytes, Packet packet)
    {
        if (packet.IsEnd)
            return null;
        if (packet.IsTruncated)
            throw new ProtocolException(ProtocolFault.TooLarge, $"A packet is longer than the limit of {ProtocolLimits.MaxPacketBytes} bytes.");
        if (packet.AreDescriptorsLost)
        {
            throw new ProtocolException(
                ProtocolFault.DescriptorsLost,
                $"Descriptors of a packet did not arrive: more than {ProtocolLimits.MaxDescriptors}, RLIMIT_NOFILE reached, or SELinux forbids passing them.");
        }

        var message = Parse(bytes);
        Check(message, packet.Descriptors.Count);
        return new ReceivedMessage<TMessage>(message, packet.Descriptors);
    }

    private TMessage Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, _format)
                ?? throw new ProtocolException(ProtocolFault.Malformed, "A packet holds null instead of a message.");
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or ArgumentException)
        {
            throw new ProtocolException(ProtocolFault.Malformed, $"A packet is not a known message: {failure.Message}", failure);
        }
    }

    private static void Check(TMessage message, int descriptors)
    {
        var name = message.GetType().Name;
        if (message.FindFault() is { } fault)
            throw new ProtocolException(ProtocolFault.Invalid, $"{name}: {fault}.");
        if (message.DescriptorCount > ProtocolLimits.MaxDescriptors)
            throw new ProtocolException(ProtocolFault.Invalid, $"{name}: {message.DescriptorCount} descriptors in one packet, at most {ProtocolLimits.MaxDescriptors} are allowed.");
        if (message.DescriptorCount != descriptors)
            throw new ProtocolException(ProtocolFault.DescriptorMismatch, $"{name}: {descriptors} descriptors came with it, {message.DescriptorCount} were expected.");
    }

    private static void Close(IReadOnlyList<Descriptor> descriptors)
    {
        foreach (var descriptor in descriptors)
            descriptor.Dispose();
    }
}
