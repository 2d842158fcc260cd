using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>A non-blocking Unix socket of type SOCK_SEQPACKET: reliable, ordered, keeps packet boundaries.</summary>
public sealed class UnixSocket : Descriptor
{
    private const int Backlog = 64;

    private UnixSocket(nint number)
        : base(number)
    {
    }

    /// <summary>Connects to a listening socket.</summary>
    /// <param name="path">Path of the socket file; may be longer than the 107 bytes of sockaddr_un.</param>
    /// <exception cref="NativeException">ENOENT, ECONNREFUSED: nobody listens; EAGAIN: its queue is full, try again; EACCES; others.</exception>
    public static UnixSocket Connect(string path) => Create(path, static (socket, path) =>
    {
        using var address = new UnixAddress(path);
        NativeException.Check(address.Connect(socket), "connect", path);
    });

    /// <summary>Creates a listening socket file, replacing one that is there.</summary>
    /// <param name="path">Path of the socket file; may be longer than the 107 bytes of sockaddr_un (kubelet's volume paths are).</param>
    /// <param name="mode">Permission bits of the file, whatever the umask; connecting needs write permission.</param>
    /// <exception cref="NativeException">bind or listen failed.</exception>
    public static UnixSocket Listen(string path, UnixFileMode mode) => Create(path, (socket, path) => SocketSetup.ListenAt(socket, path, mode, Backlog));

    /// <summary>Makes two sockets connected to each other.</summary>
    /// <exception cref="NativeException">socketpair failed.</exception>
    public static (UnixSocket First, UnixSocket Second) CreatePair()
    {
        var (first, second) = SocketSetup.OpenPair(Libc.SocketSeqpacket);
        return (new UnixSocket(first), new UnixSocket(second));
    }

    /// <summary>Takes over a socket that came as a descriptor and makes it non-blocking.</summary>
    /// <param name="descriptor">Is invalid afterwards; on failure it is closed.</param>
    /// <exception cref="NativeException">ENOTSOCK, or EPROTOTYPE for a socket of another type.</exception>
    public static UnixSocket Adopt(Descriptor descriptor)
    {
        var socket = new UnixSocket(descriptor.Detach());
        try
        {
            SocketSetup.Adopt(socket, Libc.SocketSeqpacket, "SOCK_SEQPACKET");
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes one waiting connection from a listening socket.</summary>
    /// <returns>The connection, or null when none is waiting.</returns>
    /// <exception cref="NativeException">EINVAL when the socket does not listen (any more); EMFILE; others.</exception>
    public UnixSocket? TryAccept() => SocketSetup.TryAccept(this) is { } number ? new UnixSocket(number) : null;

    private static UnixSocket Create(string path, Action<UnixSocket, string> use)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var socket = new UnixSocket(SocketSetup.Open(Libc.AddressFamilyUnix, Libc.SocketSeqpacket));
        try
        {
            use(socket, path);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
