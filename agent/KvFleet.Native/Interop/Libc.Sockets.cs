using System.Runtime.InteropServices;

namespace KvFleet.Native.Interop;

/// <summary>Unix sockets, descriptor passing and readiness.</summary>
internal static unsafe partial class Libc
{
    internal const int AddressFamilyUnix = 1;
    internal const int AddressFamilyInternet = 2;
    internal const int AddressFamilyInternet6 = 10;
    internal const int SocketTypeMask = 0xf;
    internal const int SocketStream = 1;
    internal const int SocketSeqpacket = 5;
    internal const int SocketNonblocking = 0x800;
    internal const int SocketCloseOnExec = 0x80000;
    internal const int SocketLevel = 1;
    internal const int OptionReuseAddress = 2;
    internal const int OptionType = 3;
    internal const int OptionKeepAlive = 9;
    internal const int OptionPeerCredentials = 17;
    internal const int OptionAcceptConnections = 30;
    internal const int ControlRights = 1;

    internal const int ProtocolTcp = 6;
    internal const int OptionNoDelay = 1;
    internal const int OptionKeepAliveIdle = 4;
    internal const int OptionKeepAliveInterval = 5;
    internal const int OptionKeepAliveCount = 6;

    internal const int MessagePeek = 0x2;
    internal const int MessageNoSignal = 0x4000;
    internal const int MessageControlCloseOnExec = 0x40000000;
    internal const int MessageDontWait = 0x40;
    internal const int MessageTruncated = 0x20;
    internal const int MessageControlTruncated = 0x8;

    internal const short PollIn = 0x1;
    internal const short PollOut = 0x4;
    internal const short PollError = 0x8;
    internal const short PollHangUp = 0x10;
    internal const short PollReadHangUp = 0x2000;

    internal const int EpollCloseOnExec = 0x80000;
    internal const int EpollAdd = 1;
    internal const int EpollDelete = 2;
    internal const int EpollModify = 3;
    internal const int EventCloseOnExec = 0x80000;
    internal const int EventNonblocking = 0x800;

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "socketpair", SetLastError = true)]
    internal static partial int SocketPair(int family, int type, int protocol, int* pair);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(SafeHandle socket, byte* address, uint length);

    [LibraryImport(Library, EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(SafeHandle socket, byte* address, uint length);

    [LibraryImport(Library, EntryPoint = "listen", SetLastError = true)]
    internal static partial int Listen(SafeHandle socket, int backlog);

    [LibraryImport(Library, EntryPoint = "accept4", SetLastError = true)]
    internal static partial int Accept(SafeHandle socket, nint address, nint length, int flags);

    [LibraryImport(Library, EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int GetSocketOption(SafeHandle socket, int level, int name, void* value, uint* length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetSocketOption(SafeHandle socket, int level, int name, void* value, uint length);

    [LibraryImport(Library, EntryPoint = "getsockname", SetLastError = true)]
    internal static partial int GetSocketName(SafeHandle socket, byte* address, uint* length);

    [LibraryImport(Library, EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int Fchmod(SafeHandle descriptor, uint mode);

    [LibraryImport(Library, EntryPoint = "sendmsg", SetLastError = true)]
    internal static partial nint SendMessage(SafeHandle socket, MessageHeader* message, int flags);

    [LibraryImport(Library, EntryPoint = "recvmsg", SetLastError = true)]
    internal static partial nint ReceiveMessage(SafeHandle socket, MessageHeader* message, int flags);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int EpollCreate(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int EpollControl(SafeHandle epoll, int operation, SafeHandle descriptor, byte* registration);

    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    internal static partial int EpollWait(SafeHandle epoll, byte* events, int capacity, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventDescriptor(uint value, int flags);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeHandle descriptor, byte* bytes, nuint count);
}
