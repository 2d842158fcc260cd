using System.Runtime.InteropServices;
using KvFleet.Native.Interop;

namespace KvFleet.Native;

/// <summary>An epoll descriptor for one thread that waits; other threads may add, remove and wake.</summary>
public sealed class EventPoll : IDisposable
{
    private const int Capacity = 128;
    private const ulong WakeKey = ulong.MaxValue;

    // struct epoll_event is packed on x86-64 alone: u32 events, u64 data.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private readonly Descriptor _epoll = new(NativeException.Check(Libc.EpollCreate(Libc.EpollCloseOnExec), "epoll_create1"));
    private readonly Descriptor _wake = new(NativeException.Check(Libc.EventDescriptor(0, Libc.EventCloseOnExec | Libc.EventNonblocking), "eventfd"));

    /// <summary>Makes one that watches nothing.</summary>
    /// <exception cref="NativeException">EMFILE, ENOMEM.</exception>
    public EventPoll() => Control(Libc.EpollAdd, _wake, WakeKey, PollInterest.Readable | PollInterest.EdgeTriggered);

    /// <summary>Starts watching. Errors and the end of a connection are told whatever the interest.</summary>
    /// <param name="descriptor">What to watch; when it is closed it is forgotten by itself.</param>
    /// <param name="key">Comes back with each event. <see cref="ulong.MaxValue"/> is taken.</param>
    /// <param name="interest">What for.</param>
    /// <exception cref="NativeException">EPERM when it cannot be polled (a regular file); EEXIST when it is watched already.</exception>
    public void Add(SafeHandle descriptor, ulong key, PollInterest interest) => Control(Libc.EpollAdd, descriptor, key, interest);

    /// <summary>Changes what a descriptor is watched for.</summary>
    /// <param name="descriptor">A watched descriptor.</param>
    /// <param name="key">Its key.</param>
    /// <param name="interest">What for from now on.</param>
    /// <exception cref="NativeException">ENOENT when it is not watched.</exception>
    public void Change(SafeHandle descriptor, ulong key, PollInterest interest) => Control(Libc.EpollModify, descriptor, key, interest);

    /// <summary>Stops watching.</summary>
    /// <param name="descriptor">A watched descriptor.</param>
    /// <exception cref="NativeException">ENOENT when it is not watched.</exception>
    public void Remove(SafeHandle descriptor) => Control(Libc.EpollDelete, descriptor, 0, PollInterest.None);

    /// <summary>Waits for events.</summary>
    /// <param name="events">Gets them.</param>
    /// <param name="timeout">Longest wait in milliseconds; -1 for no limit.</param>
    /// <returns>How many there are; 0 after <see cref="Wake"/>, a signal, or the timeout.</returns>
    public unsafe int Wait(Span<PollEvent> events, int timeout)
    {
        var size = DataOffset + sizeof(ulong);
        var buffer = stackalloc byte[Capacity * 16];
        var happened = Libc.EpollWait(_epoll, buffer, Math.Min(Capacity, events.Length), timeout);
        if (happened < 0 && Marshal.GetLastPInvokeError() != Errno.EINTR)
            throw NativeException.FromLastError("epoll_wait");
        var count = 0;
        for (var index = 0; index < happened; index++)
        {
            var entry = new ReadOnlySpan<byte>(buffer + (index * size), size);
            var key = MemoryMarshal.Read<ulong>(entry[DataOffset..]);
            if (key != WakeKey)
                events[count++] = new PollEvent(key, (PollInterest)MemoryMarshal.Read<uint>(entry));
        }

        return count;
    }

    /// <summary>Lets the waiting thread return. From any thread.</summary>
    public unsafe void Wake()
    {
        // Edge-triggered, each write is an event of its own: nobody needs to read the counter back, which would overflow after 2^64 wakes.
        var one = 1UL;
        _ = Libc.Write(_wake, (byte*)&one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _epoll.Dispose();
        _wake.Dispose();
    }

    private unsafe void Control(int operation, SafeHandle descriptor, ulong key, PollInterest interest)
    {
        var registration = stackalloc byte[16];
        var span = new Span<byte>(registration, 16);
        MemoryMarshal.Write(span, (uint)interest);
        MemoryMarshal.Write(span[DataOffset..], key);
        NativeException.Check(Libc.EpollControl(_epoll, operation, descriptor, registration), "epoll_ctl");
    }
}
