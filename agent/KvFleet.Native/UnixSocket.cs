using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>A non-blocking Unix socket of type SOCK_SEQPACKET: reliable, ordered, keeps packet boundaries.</summary>
public sealed class UnixSocket : Descriptor
{
    private const int Kind = Libc.SocketSeqpacket | Libc.SocketNonblocking | Libc.SocketCloseOnExec;
    private const int Backlog = 64;
    private const int SetFlagsCommand = 4;
    private const int OpenReadWriteNonblocking = 0x802;

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
    public static UnixSocket Listen(string path, UnixFileMode mode) => Create(path, (socket, path) =>
    {
        File.Delete(path);

        // bind takes the mode of the socket minus the umask, so that the file never shows with more than wanted.
        NativeException.Check(Libc.Fchmod(socket, (uint)mode), "fchmod", path);
        using (var address = new UnixAddress(path))
            NativeException.Check(address.Bind(socket), "bind", path);
        SetMode(path, mode);
        NativeException.Check(Libc.Listen(socket, Backlog), "listen", path);
    });

    /// <summary>Makes two sockets connected to each other.</summary>
    /// <exception cref="NativeException">socketpair failed.</exception>
    public static unsafe (UnixSocket First, UnixSocket Second) CreatePair()
    {
        var pair = stackalloc int[2];
        NativeException.Check(Libc.SocketPair(Libc.AddressFamilyUnix, Kind, 0, pair), "socketpair");
        return (new UnixSocket(pair[0]), new UnixSocket(pair[1]));
    }

    /// <summary>Takes over a socket that came as a descriptor and makes it non-blocking.</summary>
    /// <param name="descriptor">Is invalid afterwards; on failure it is closed.</param>
    /// <exception cref="NativeException">ENOTSOCK, or EPROTOTYPE for a socket of another type.</exception>
    public static unsafe UnixSocket Adopt(Descriptor descriptor)
    {
        var socket = new UnixSocket(descriptor.Detach());
        try
        {
            int type;
            uint length = sizeof(int);
            var result = Libc.GetSocketOption(socket, Libc.SocketLevel, Libc.OptionType, &type, &length);
            NativeException.Check(result, "getsockopt", "SO_TYPE");
            if ((type & Libc.SocketTypeMask) != Libc.SocketSeqpacket)
                throw new NativeException("getsockopt", Errno.EPROTOTYPE, $"socket type {type}, expected SOCK_SEQPACKET");
            NativeException.Check(Libc.Fcntl(socket, SetFlagsCommand, OpenReadWriteNonblocking), "fcntl(F_SETFL)");
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
    public UnixSocket? TryAccept()
    {
        while (true)
        {
            var number = Libc.Accept(this, 0, 0, Libc.SocketNonblocking | Libc.SocketCloseOnExec);
            if (number >= 0)
                return new UnixSocket(number);
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.EINTR or Errno.ECONNABORTED:
                    continue;
                case Errno.EAGAIN:
                    return null;
                case var errorNumber:
                    throw new NativeException("accept", errorNumber);
            }
        }
    }

    // Not chmod of the path: whoever may write to the directory could have put a symbolic link there by now.
    private static void SetMode(string path, UnixFileMode mode)
    {
        using var file = new Descriptor(
            NativeException.Check(Libc.Open(path, Libc.OpenPath | Libc.OpenNoFollow | Libc.OpenCloseOnExec, 0), "open", path));
        if (file.IsSymbolicLink())
            throw new NativeException("chmod", Errno.ELOOP, path);
        NativeException.Check(Libc.Chmod($"/proc/self/fd/{file.DangerousGetHandle()}", (uint)mode), "chmod", path);
    }

    private static UnixSocket Create(string path, Action<UnixSocket, string> use)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var socket = new UnixSocket(NativeException.Check(Libc.Socket(Libc.AddressFamilyUnix, Kind, 0), "socket"));
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
