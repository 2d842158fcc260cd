using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using KvFleet.Native;

namespace KvFleet.Protocol.Store;

/// <summary>Frames over a connected Unix seqpacket socket. Sending may happen from several tasks at once, receiving from one.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim without wait handle holds nothing; the socket is its owner's.")]
public sealed class FrameSocket
{
    private readonly UnixSocket _socket;
    private readonly Readiness _readiness;
    private readonly SemaphoreSlim _sending = new(1, 1);

    internal FrameSocket(UnixSocket socket, Readiness readiness) => (_socket, _readiness) = (socket, readiness);

    /// <summary>Waits until there may be something to receive; after <see cref="TryReceive(Span{byte}, out int)"/> said that there is nothing.</summary>
    /// <exception cref="ObjectDisposedException">The connection was closed here.</exception>
    public Task WaitReadableAsync(CancellationToken cancellationToken = default) => _readiness.WaitReadableAsync(cancellationToken);

    /// <summary>Receives one frame if it is there.</summary>
    /// <param name="buffer">Takes it; at least <see cref="StoreLimits.MaxFrameBytes"/> long.</param>
    /// <param name="length">Its length; 0 at the end of the connection.</param>
    /// <returns>False when nothing is there yet.</returns>
    /// <exception cref="ProtocolException">A packet was too long, or carried descriptors, which are closed.</exception>
    public bool TryReceive(Span<byte> buffer, out int length)
    {
        if (!TryReceive(buffer, 0, out length, out var descriptors))
            return false;
        foreach (var descriptor in descriptors)
            descriptor.Dispose();
        return true;
    }

    /// <summary>Receives one frame with descriptors if it is there.</summary>
    /// <param name="buffer">Takes it; at least <see cref="StoreLimits.MaxFrameBytes"/> long.</param>
    /// <param name="maxDescriptors">Most descriptors that may come along.</param>
    /// <param name="length">Its length; 0 at the end of the connection.</param>
    /// <param name="descriptors">What came along; the caller's.</param>
    /// <returns>False when nothing is there yet.</returns>
    /// <exception cref="ProtocolException">A packet was too long, or descriptors were lost.</exception>
    public bool TryReceive(Span<byte> buffer, int maxDescriptors, out int length, out IReadOnlyList<Descriptor> descriptors)
    {
        (length, descriptors) = (0, []);
        Packet packet;
        try
        {
            if (!SocketDescriptors.TryReceive(_socket, buffer[..StoreLimits.MaxFrameBytes], maxDescriptors, out packet))
                return false;
        }
        catch (NativeException failure) when (failure.ErrorNumber == Errno.ECONNRESET)
        {
            // The kernel says so once, before the packets that the peer sent until then.
            return TryReceive(buffer, maxDescriptors, out length, out descriptors);
        }

        if (packet.IsTruncated || packet.AreDescriptorsLost)
        {
            foreach (var descriptor in packet.Descriptors)
                descriptor.Dispose();
            throw packet.IsTruncated
                ? new ProtocolException(ProtocolFault.TooLarge, $"A frame is longer than {StoreLimits.MaxFrameBytes} bytes. Send fewer things at once.")
                : new ProtocolException(ProtocolFault.DescriptorsLost, "Descriptors came with a frame that carries none, or could not be received (RLIMIT_NOFILE).");
        }

        (length, descriptors) = (packet.Length, packet.Descriptors);
        return true;
    }

    /// <summary>Sends one frame, waiting while the peer's queue is full.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="descriptors">What goes along; stays the caller's.</param>
    /// <param name="cancellationToken">Stops waiting; the frame is then not sent.</param>
    /// <exception cref="NativeException">EPIPE or ECONNRESET: the peer is gone.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame, SafeHandle[]? descriptors = null, CancellationToken cancellationToken = default)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            while (!SocketDescriptors.TrySend(_socket, frame.Span, descriptors ?? []))
                await _readiness.WaitWritableAsync(cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }
}
