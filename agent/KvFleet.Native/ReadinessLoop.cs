using System.Collections.Concurrent;
using System.Runtime.InteropServices;

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
    private const PollInterest Interest = PollInterest.Readable | PollInterest.Writable | PollInterest.PeerClosed | PollInterest.EdgeTriggered;
    private static readonly Lazy<ReadinessLoop> Instance = new(static () => new ReadinessLoop());

    private readonly EventPoll _poll = new();
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
            _poll.Add(descriptor, readiness.Key, Interest);
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
        if (!_watched.TryRemove(readiness.Key, out _) || readiness.Descriptor.IsClosed)
            return;
        try
        {
            _poll.Remove(readiness.Descriptor);
        }
        catch (ObjectDisposedException)
        {
            // Two threads dispose at once: the other one did not find it watched any more, and has closed the descriptor in between.
        }
    }

    private void Run()
    {
        var events = new PollEvent[Capacity];
        while (true)
        {
            var count = _poll.Wait(events, -1);
            for (var index = 0; index < count; index++)
            {
                if (_watched.TryGetValue(events[index].Key, out var readiness))
                    readiness.Signal(events[index].Happened);
            }
        }
    }
}
