using System.Net;
using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>A non-blocking socket of type SOCK_STREAM, Unix or TCP, that reads into and writes from memory in pieces.</summary>
public sealed class StreamSocket : Descriptor
{
    /// <summary>Nothing can be read or written now: wait until the socket is ready.</summary>
    public const int WouldBlock = -1;

    /// <summary>The connection is gone.</summary>
    public const int Ended = -2;

    private const int Backlog = 512;

    private StreamSocket(nint number)
        : base(number)
    {
    }

    /// <summary>Connects to a listening Unix socket.</summary>
    /// <param name="path">Path of the socket file; may be longer than the 107 bytes of sockaddr_un.</param>
    /// <exception cref="NativeException">ENOENT, ECONNREFUSED: nobody listens; EAGAIN: its queue is full; EACCES; others.</exception>
    public static StreamSocket Connect(string path) => Create(Libc.AddressFamilyUnix, socket =>
    {
        using var address = new UnixAddress(path);
        NativeException.Check(address.Connect(socket), "connect", path);
    });

    /// <summary>Creates a listening socket file, replacing one that is there.</summary>
    /// <param name="path">Path of the socket file; may be longer than the 107 bytes of sockaddr_un.</param>
    /// <param name="mode">Permission bits of the file, whatever the umask; connecting needs write permission.</param>
    /// <exception cref="NativeException">bind or listen failed.</exception>
    public static StreamSocket Listen(string path, UnixFileMode mode) =>
        Create(Libc.AddressFamilyUnix, socket => SocketSetup.ListenAt(socket, path, mode, Backlog));

    /// <summary>Listens on a TCP port.</summary>
    /// <param name="endpoint">Address and port; port 0 lets the kernel choose, see <see cref="Port"/>.</param>
    /// <exception cref="NativeException">EADDRINUSE, EADDRNOTAVAIL, EACCES for ports below 1024; others.</exception>
    public static StreamSocket Listen(IPEndPoint endpoint) => Create((int)endpoint.AddressFamily == 2 ? Libc.AddressFamilyInternet : Libc.AddressFamilyInternet6, socket =>
    {
        SetOption(socket, Libc.SocketLevel, Libc.OptionReuseAddress, 1);
        var address = endpoint.Serialize();
        unsafe
        {
            fixed (byte* bytes = address.Buffer.Span)
                NativeException.Check(Libc.Bind(socket, bytes, (uint)address.Size), "bind", endpoint.ToString());
        }

        NativeException.Check(Libc.Listen(socket, Backlog), "listen", endpoint.ToString());
    });

    /// <summary>Makes two sockets connected to each other.</summary>
    /// <exception cref="NativeException">socketpair failed.</exception>
    public static (StreamSocket First, StreamSocket Second) CreatePair()
    {
        var (first, second) = SocketSetup.OpenPair(Libc.SocketStream);
        return (new StreamSocket(first), new StreamSocket(second));
    }

    /// <summary>Takes over a socket that came as a descriptor and makes it non-blocking.</summary>
    /// <param name="descriptor">Is invalid afterwards; on failure it is closed.</param>
    /// <exception cref="NativeException">ENOTSOCK, or EPROTOTYPE for a socket of another type.</exception>
    public static StreamSocket Adopt(Descriptor descriptor)
    {
        var socket = new StreamSocket(descriptor.Detach());
        try
        {
            SocketSetup.Adopt(socket, Libc.SocketStream, "SOCK_STREAM");
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The port that a TCP socket listens on.</summary>
    /// <exception cref="NativeException">Not a socket.</exception>
    public unsafe int Port
    {
        get
        {
            var address = stackalloc byte[128];
            uint length = 128;
            NativeException.Check(Libc.GetSocketName(this, address, &length), "getsockname");
            return (address[2] << 8) | address[3];
        }
    }

    /// <summary>Takes one waiting connection from a listening socket.</summary>
    /// <returns>The connection, or null when none is waiting.</returns>
    /// <exception cref="NativeException">EINVAL when the socket does not listen (any more); EMFILE; others.</exception>
    public StreamSocket? TryAccept() => SocketSetup.TryAccept(this) is { } number ? new StreamSocket(number) : null;

    /// <summary>Sends small answers at once and notices peers that vanished. For TCP; does nothing to a Unix socket.</summary>
    public void TuneTcp()
    {
        const int IdleSeconds = 60, IntervalSeconds = 20, Probes = 3;
        if (TrySetOption(this, Libc.ProtocolTcp, Libc.OptionNoDelay, 1) && TrySetOption(this, Libc.SocketLevel, Libc.OptionKeepAlive, 1))
        {
            TrySetOption(this, Libc.ProtocolTcp, Libc.OptionKeepAliveIdle, IdleSeconds);
            TrySetOption(this, Libc.ProtocolTcp, Libc.OptionKeepAliveInterval, IntervalSeconds);
            TrySetOption(this, Libc.ProtocolTcp, Libc.OptionKeepAliveCount, Probes);
        }
    }

    /// <summary>Reads what is there, into one piece after the other.</summary>
    /// <param name="into">Memory to fill, 1 to 1,024 pieces. Must stay where it is.</param>
    /// <returns>Bytes read; 0 at the end of the stream; <see cref="WouldBlock"/>; <see cref="Ended"/>.</returns>
    public unsafe long Receive(ReadOnlySpan<IoSegment> into)
    {
        fixed (IoSegment* vectors = into)
        {
            var header = new MessageHeader { Vectors = (IoVector*)vectors, VectorCount = (nuint)into.Length };
            while (true)
            {
                var bytes = Libc.ReceiveMessage(this, &header, Libc.MessageDontWait);
                if (bytes >= 0)
                    return bytes;
                if (Failure() is var failure and not 0)
                    return failure;
            }
        }
    }

    /// <summary>Writes as much as there is room for.</summary>
    /// <param name="from">Memory to send, 1 to 1,024 pieces. Must stay where it is.</param>
    /// <returns>Bytes written; <see cref="WouldBlock"/>; <see cref="Ended"/>.</returns>
    public unsafe long Send(ReadOnlySpan<IoSegment> from)
    {
        fixed (IoSegment* vectors = from)
        {
            var header = new MessageHeader { Vectors = (IoVector*)vectors, VectorCount = (nuint)from.Length };
            while (true)
            {
                var bytes = Libc.SendMessage(this, &header, Libc.MessageNoSignal | Libc.MessageDontWait);
                if (bytes >= 0)
                    return bytes;
                if (Failure() is var failure and not 0)
                    return failure;
            }
        }
    }

    private static int Failure() => Marshal.GetLastPInvokeError() switch
    {
        Errno.EINTR => 0,
        Errno.EAGAIN => WouldBlock,
        _ => Ended,
    };

    private static unsafe bool TrySetOption(SafeHandle socket, int level, int name, int value) =>
        Libc.SetSocketOption(socket, level, name, &value, sizeof(int)) == 0;

    private static void SetOption(SafeHandle socket, int level, int name, int value)
    {
        if (!TrySetOption(socket, level, name, value))
            throw NativeException.FromLastError("setsockopt");
    }

    private static StreamSocket Create(int family, Action<StreamSocket> use)
    {
        var socket = new StreamSocket(SocketSetup.Open(family, Libc.SocketStream));
        try
        {
            use(socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
