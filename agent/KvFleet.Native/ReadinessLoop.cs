using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>
/// One thread with one epoll descriptor that tells waiting tasks when their sockets become readable or writable. There is one per process,
/// started on first use: dozens of sockets cost neither a thread each nor the machinery of System.Net.Sockets (which does not speak
/// descriptors anyway).
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Lives as long as the process.")]
public sealed class ReadinessLoop
{
    private const int Capacity = 64;
    private const int StackBytes = 256 * 1024;

    // struct epoll_event is packed on x86-64 alone: u32 events, u64 data.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly Lazy<ReadinessLoop> Instance = new(static () => new ReadinessLoop());

    private readonly Descriptor _epoll = new(NativeException.Check(Libc.EpollCreate(Libc.EpollCloseOnExec), "epoll_create1"));
    private readonly ConcurrentDictionary<ulong, Readiness> _watched = new();
    private ulong _lastKey;

    private ReadinessLoop()
    {
        var thread = new Thread(Run, StackBytes) { IsBackground = true, Name = "kvfleet-epoll" };
        thread.Start();
    }

    /// <summary>The process's loop.</summary>
    public static ReadinessLoop Shared => Instance.Value;

    /// <summary>Starts watching a descriptor; dispose the answer before the descriptor.</summary>
    /// <exception cref="NativeException">EPERM when the descriptor cannot be polled (a regular file); EEXIST when it is watched already.</exception>
    public Readiness Watch(SafeHandle descriptor)
    {
        var readiness = new Readiness(this, Interlocked.Increment(ref _lastKey), descriptor);
        _watched[readiness.Key] = readiness;
        try
        {
            Control(Libc.EpollAdd, readiness);
            return readiness;
        }
        catch
        {
            _watched.TryRemove(readiness.Key, out _);
            throw;
        }
    }

    internal void Forget(Readiness readiness)
    {
        // A descriptor that was closed first is already out of the set (or its number belongs to somebody else by now).
        if (_watched.TryRemove(readiness.Key, out _) && !readiness.Descriptor.IsClosed)
            Control(Libc.EpollDelete, readiness);
    }

    private unsafe void Control(int operation, Readiness readiness)
    {
        var registration = stackalloc byte[16];
        var span = new Span<byte>(registration, 16);
        const uint Interest = Libc.EpollIn | Libc.EpollOut | Libc.EpollReadHangUp | Libc.EpollEdgeTriggered;
        MemoryMarshal.Write(span, Interest);
        MemoryMarshal.Write(span[DataOffset..], readiness.Key);
        NativeException.Check(Libc.EpollControl(_epoll, operation, readiness.Descriptor, registration), "epoll_ctl");
    }

    private unsafe void Run()
    {
        var size = DataOffset + sizeof(ulong);
        var events = stackalloc byte[Capacity * 16];
        while (true)
        {
            var count = Libc.EpollWait(_epoll, events, Capacity, -1);
            if (count < 0 && Marshal.GetLastPInvokeError() != Errno.EINTR)
                throw NativeException.FromLastError("epoll_wait");
            for (var index = 0; index < count; index++)
            {
                var entry = new ReadOnlySpan<byte>(events + (index * size), size);
                var happened = MemoryMarshal.Read<uint>(entry);
                if (_watched.TryGetValue(MemoryMarshal.Read<ulong>(entry[DataOffset..]), out var readiness))
                    readiness.Signal(happened);
            }
        }
    }
}
