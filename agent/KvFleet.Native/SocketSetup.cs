using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>Making, binding, taking over and accepting sockets of any type; all of them non-blocking and closed on exec.</summary>
internal static class SocketSetup
{
    private const int Flags = Libc.SocketNonblocking | Libc.SocketCloseOnExec;
    private const int SetFlagsCommand = 4;
    private const int OpenReadWriteNonblocking = 0x802;

    /// <summary>Makes a socket.</summary>
    public static int Open(int family, int type) => NativeException.Check(Libc.Socket(family, type | Flags, 0), "socket");

    /// <summary>Makes two sockets connected to each other.</summary>
    public static unsafe (int First, int Second) OpenPair(int type)
    {
        var pair = stackalloc int[2];
        NativeException.Check(Libc.SocketPair(Libc.AddressFamilyUnix, type | Flags, 0, pair), "socketpair");
        return (pair[0], pair[1]);
    }

    /// <summary>Gives a socket an address in the file system, replacing what is there, and lets it listen.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="path">The socket file.</param>
    /// <param name="mode">Permission bits of the file, whatever the umask.</param>
    /// <param name="backlog">Connections that may wait.</param>
    public static void ListenAt(SafeHandle socket, string path, UnixFileMode mode, int backlog)
    {
        File.Delete(path);

        // bind takes the mode of the socket minus the umask, so that the file never shows with more than wanted.
        NativeException.Check(Libc.Fchmod(socket, (uint)mode), "fchmod", path);
        using (var address = new UnixAddress(path))
            NativeException.Check(address.Bind(socket), "bind", path);
        SetMode(path, mode);
        NativeException.Check(Libc.Listen(socket, backlog), "listen", path);
    }

    /// <summary>Makes a socket that came from elsewhere non-blocking, after a look at its type.</summary>
    public static unsafe void Adopt(SafeHandle socket, int type, string name)
    {
        int actual;
        uint length = sizeof(int);
        var result = Libc.GetSocketOption(socket, Libc.SocketLevel, Libc.OptionType, &actual, &length);
        NativeException.Check(result, "getsockopt", "SO_TYPE");
        if ((actual & Libc.SocketTypeMask) != type)
            throw new NativeException("getsockopt", Errno.EPROTOTYPE, $"socket type {actual}, expected {name}");
        NativeException.Check(Libc.Fcntl(socket, SetFlagsCommand, OpenReadWriteNonblocking), "fcntl(F_SETFL)");
    }

    /// <summary>Takes one waiting connection.</summary>
    /// <returns>Its descriptor; null when none is waiting.</returns>
    public static int? TryAccept(SafeHandle listener)
    {
        while (true)
        {
            var number = Libc.Accept(listener, 0, 0, Flags);
            if (number >= 0)
                return number;
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
}
