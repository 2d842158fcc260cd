using KvFleet.Native;

namespace KvFleet.Sweeping.Members;

/// <summary>Says that a member lives while its rounds take longer than others would wait. A thread of its own, which may hang with the filesystem: then the member is rightly taken for gone.</summary>
internal sealed class Heartbeat : IDisposable
{
    private readonly object _gate = new();
    private bool _stopped;

    /// <param name="path">The member's file; need not be there yet.</param>
    /// <param name="interval">How often.</param>
    public Heartbeat(string path, TimeSpan interval)
    {
        var thread = new Thread(() =>
        {
            while (Wait(interval))
                _ = FileTimes.Touch(path);
        })
        {
            IsBackground = true,
            Name = "heartbeat",
        };
        thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool Wait(TimeSpan interval)
    {
        lock (_gate)
            return !_stopped && !(Monitor.Wait(_gate, interval) && _stopped);
    }
}
