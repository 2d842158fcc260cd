using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>Packets with descriptors (SCM_RIGHTS) over a Unix socket. Never blocks.</summary>
public static class SocketDescriptors
{
    /// <summary>Most descriptors that Linux passes with one packet (SCM_MAX_FD).</summary>
    public const int KernelMaximum = 253;

    /// <summary>Sends one packet.</summary>
    /// <param name="socket">A seqpacket socket.</param>
    /// <param name="packet">The bytes, at least one.</param>
    /// <param name="descriptors">Passed along; they stay the caller's.</param>
    /// <returns>False when the peer's queue is full: wait until the socket is writable.</returns>
    /// <exception cref="NativeException">EPIPE or ECONNRESET when the peer is gone; ETOOMANYREFS; others.</exception>
    public static unsafe bool TrySend(SafeHandle socket, ReadOnlySpan<byte> packet, ReadOnlySpan<SafeHandle> descriptors)
    {
        ArgumentOutOfRangeException.ThrowIfZero(packet.Length, nameof(packet));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Length, KernelMaximum, nameof(descriptors));
        var space = descriptors.Length == 0 ? 0 : ControlHeader.Space(descriptors.Length * sizeof(int));
        var control = stackalloc byte[space];
        var referenced = 0;
        try
        {
            // Every number must stay open until the kernel has taken its own reference.
            var numbers = (int*)(control + ControlHeader.Size);
            foreach (var descriptor in descriptors)
            {
                var added = false;
                descriptor.DangerousAddRef(ref added);
                numbers[referenced++] = (int)descriptor.DangerousGetHandle();
            }

            if (space > 0)
            {
                *(ControlHeader*)control = new ControlHeader
                {
                    Length = (nuint)(ControlHeader.Size + (descriptors.Length * sizeof(int))),
                    Level = Libc.SocketLevel,
                    Type = Libc.ControlRights,
                };
            }

            return Send(socket, packet, control, space);
        }
        finally
        {
            for (var index = 0; index < referenced; index++)
                descriptors[index].DangerousRelease();
        }
    }

    /// <summary>Receives one packet if one is there.</summary>
    /// <param name="socket">A seqpacket socket.</param>
    /// <param name="buffer">Takes the bytes; what does not fit is lost and reported.</param>
    /// <param name="maxDescriptors">Room for this many descriptors; the kernel closes any further ones, which is reported.</param>
    /// <param name="packet">What came.</param>
    /// <returns>False when nothing is there yet: wait until the socket is readable.</returns>
    /// <exception cref="NativeException">ECONNRESET when the peer is gone with our packets unread; others.</exception>
    public static unsafe bool TryReceive(SafeHandle socket, Span<byte> buffer, int maxDescriptors, out Packet packet)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxDescriptors);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDescriptors, KernelMaximum);
        var space = ControlHeader.Space(maxDescriptors * sizeof(int));
        var control = stackalloc byte[space];
        fixed (byte* bytes = buffer)
        {
            var vector = new IoVector { Base = bytes, Length = (nuint)buffer.Length };
            var header = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = (nuint)space };
            nint length;
            while ((length = Libc.ReceiveMessage(socket, &header, Libc.MessageControlCloseOnExec | Libc.MessageDontWait)) < 0)
            {
                switch (Marshal.GetLastPInvokeError())
                {
                    case Errno.EINTR:
                        continue;
                    case Errno.EAGAIN:
                        packet = default;
                        return false;
                    case var errorNumber:
                        throw new NativeException("recvmsg", errorNumber);
                }
            }

            packet = new Packet(
                (int)length,
                (header.Flags & Libc.MessageTruncated) != 0,
                (header.Flags & Libc.MessageControlTruncated) != 0,
                Collect(control, (int)header.ControlLength));
            return true;
        }
    }

    /// <summary>Looks at the beginning of the next packet, which stays where it is.</summary>
    /// <param name="socket">A seqpacket socket.</param>
    /// <param name="buffer">Gets the first bytes.</param>
    /// <param name="count">How many there are; 0 at the end of the connection.</param>
    /// <returns>False when nothing is there yet: wait until the socket is readable.</returns>
    /// <exception cref="NativeException">ECONNRESET when the peer is gone with our packets unread; others.</exception>
    public static unsafe bool TryPeek(SafeHandle socket, Span<byte> buffer, out int count)
    {
        count = 0;
        fixed (byte* bytes = buffer)
        {
            var vector = new IoVector { Base = bytes, Length = (nuint)buffer.Length };
            var header = new MessageHeader { Vectors = &vector, VectorCount = 1 };
            nint length;
            while ((length = Libc.ReceiveMessage(socket, &header, Libc.MessagePeek | Libc.MessageDontWait)) < 0)
            {
                switch (Marshal.GetLastPInvokeError())
                {
                    case Errno.EINTR:
                        continue;
                    case Errno.EAGAIN:
                        return false;
                    case var errorNumber:
                        throw new NativeException("recvmsg", errorNumber);
                }
            }

            count = (int)length;
            return true;
        }
    }

    /// <summary>Who is at the other end of a connected Unix socket.</summary>
    /// <exception cref="NativeException">Not a connected Unix socket.</exception>
    public static unsafe PeerCredentials GetPeerCredentials(SafeHandle socket)
    {
        PeerCredentials credentials;
        var length = (uint)sizeof(PeerCredentials);
        var result = Libc.GetSocketOption(socket, Libc.SocketLevel, Libc.OptionPeerCredentials, &credentials, &length);
        NativeException.Check(result, "getsockopt", "SO_PEERCRED");
        return credentials;
    }

    private static unsafe bool Send(SafeHandle socket, ReadOnlySpan<byte> packet, byte* control, int space)
    {
        fixed (byte* bytes = packet)
        {
            var vector = new IoVector { Base = bytes, Length = (nuint)packet.Length };
            var header = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = space == 0 ? null : control, ControlLength = (nuint)space };
            while (Libc.SendMessage(socket, &header, Libc.MessageNoSignal | Libc.MessageDontWait) < 0)
            {
                switch (Marshal.GetLastPInvokeError())
                {
                    case Errno.EINTR:
                        continue;
                    case Errno.EAGAIN:
                        return false;
                    case var errorNumber:
                        throw new NativeException("sendmsg", errorNumber, $"{packet.Length} bytes");
                }
            }
        }

        return true;
    }

    private static unsafe List<Descriptor> Collect(byte* control, int length)
    {
        List<Descriptor> descriptors = [];
        for (var offset = 0; offset + ControlHeader.Size <= length;)
        {
            var header = (ControlHeader*)(control + offset);
            var payload = (int)header->Length - ControlHeader.Size;
            if (payload < 0)
                break;
            if (header->Level == Libc.SocketLevel && header->Type == Libc.ControlRights)
            {
                var numbers = (int*)(control + offset + ControlHeader.Size);
                for (var index = 0; index < payload / sizeof(int); index++)
                    descriptors.Add(new Descriptor(numbers[index]));
            }

            offset += ControlHeader.Space(payload);
        }

        return descriptors;
    }
}
