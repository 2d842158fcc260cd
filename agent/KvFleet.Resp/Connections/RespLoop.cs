using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using KvFleet.Native;

namespace KvFleet.Resp.Connections;

/// <summary>
/// One thread that waits for its sockets and answers what they ask, without handing anything to another thread: at small values a change of threads costs more
/// than the command. Nothing here waits for a peer.
/// </summary>
internal sealed unsafe class RespLoop : IDisposable
{
    /// <summary>Bytes read at once where nothing is known about what comes.</summary>
    public const int ScratchBytes = 64 * 1024;

    private const int MaxEvents = 128;
    private const int StackBytes = 512 * 1024;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);
    private readonly EventPoll _poll = new();
    private readonly Dictionary<ulong, IPollTarget> _targets = [];
    private readonly ConcurrentQueue<Action> _inbox = new();
    private readonly TimeProvider _time;
    private readonly Action<Exception> _failed;
    private readonly Thread _thread;
    private readonly byte* _scratch = (byte*)NativeMemory.Alloc(ScratchBytes);
    private ulong _lastKey;
    private long _lastSweep;
    private int _connections;
    private volatile bool _isStopping;

    /// <param name="number">Its number, for the thread's name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Is told of errors that nobody expected.</param>
    public RespLoop(int number, TimeProvider time, Action<Exception> failed)
    {
        (_time, _failed) = (time, failed);
        _lastSweep = Now = time.GetTimestamp();
        _thread = new Thread(Run, StackBytes) { IsBackground = true, Name = $"kvfleet-resp-{number}" };
        _thread.Start();
    }

    /// <summary>Connections it serves.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The clock's timestamp at the last event.</summary>
    public long Now { get; private set; }

    /// <summary>Memory for bytes that are used up at once, shared by all connections.</summary>
    public nint Scratch => (nint)_scratch;

    /// <summary>Whether the caller is this loop.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>The clock.</summary>
    public TimeProvider Time => _time;

    /// <summary>Runs something on the loop. After its end it is dropped.</summary>
    public void Post(Action work)
    {
        _inbox.Enqueue(work);
        _poll.Wake();
    }

    /// <summary>Counts a connection that will come.</summary>
    public void Expect() => Interlocked.Increment(ref _connections);

    /// <summary>Starts to watch. On the loop.</summary>
    public ulong Add(SafeHandle descriptor, IPollTarget target)
    {
        var key = ++_lastKey;
        _poll.Add(descriptor, key, PollInterest.Readable);
        _targets.Add(key, target);
        return key;
    }

    /// <summary>Changes what something is watched for. On the loop.</summary>
    public void Change(SafeHandle descriptor, ulong key, PollInterest interest) => _poll.Change(descriptor, key, interest);

    /// <summary>Forgets something whose descriptor is about to be closed. On the loop.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="isConnection">Whether it was a connection.</param>
    public void Remove(ulong key, bool isConnection)
    {
        _targets.Remove(key);
        if (isConnection)
            Interlocked.Decrement(ref _connections);
    }

    /// <summary>Closes everything of one listening socket. On the loop.</summary>
    public void Close(RespListener listener)
    {
        foreach (var target in _targets.Values.Where(target => target.Listener == listener).ToList())
            target.Dispose();
    }

    /// <summary>Ends the thread and closes everything.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _poll.Wake();
        _thread.Join();
        _poll.Dispose();
        NativeMemory.Free(_scratch);
    }

    private void Run()
    {
        var events = new PollEvent[MaxEvents];
        while (!_isStopping)
        {
            var count = _poll.Wait(events, _targets.Count == 0 ? -1 : (int)SweepEvery.TotalMilliseconds);
            Now = _time.GetTimestamp();
            for (var index = 0; index < count; index++)
            {
                // One that an earlier event of this batch closed is not there any more.
                if (_targets.TryGetValue(events[index].Key, out var target))
                    Guard(target, static (target, happened) => target.OnEvent(happened), events[index].Happened);
            }

            while (_inbox.TryDequeue(out var work))
                Guard(work);
            if (_time.GetElapsedTime(_lastSweep, Now) >= SweepEvery)
                Sweep();
        }

        foreach (var target in _targets.Values.ToList())
            target.Dispose();
    }

    private void Sweep()
    {
        _lastSweep = Now;
        foreach (var target in _targets.Values.ToList())
            Guard(target, static (target, _) => target.OnSweep(), PollInterest.None);
    }

    private void Guard(IPollTarget target, Action<IPollTarget, PollInterest> action, PollInterest happened)
    {
        try
        {
            action(target, happened);
        }
        catch (Exception e)
        {
            // One connection must not end the others, which may be other tenants'.
            target.Dispose();
            _failed(e);
        }
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            _failed(e);
        }
    }
}
