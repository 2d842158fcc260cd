using System.Diagnostics.CodeAnalysis;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Disk.Transfer;

/// <summary>Keys that shall be brought back, each once, in the order in which they were asked for. Thread-safe; adding waits for nothing.</summary>
/// <param name="capacity">Most that wait.</param>
internal sealed class LoadQueue(int capacity)
{
    private readonly object _gate = new();
    private readonly Queue<byte[]> _waiting = [];
    private readonly HashSet<byte[]> _known = new(KeyComparer.Instance);
    private bool _ended;

    /// <summary>Keys that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Adds a key unless it waits or is being loaded.</summary>
    /// <returns>False when too many wait.</returns>
    public bool TryAdd(ReadOnlySpan<byte> key)
    {
        lock (_gate)
        {
            if (_known.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(key))
                return true;
            if (_ended || _waiting.Count >= capacity)
                return false;
            var copy = key.ToArray();
            _known.Add(copy);
            _waiting.Enqueue(copy);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits for the next key.</summary>
    /// <param name="rest">How long to wait before <paramref name="idle"/> is called.</param>
    /// <param name="idle">Called once when there was nothing for that long.</param>
    /// <param name="key">The key; say <see cref="Done"/> when it is dealt with.</param>
    /// <returns>False when there will be none any more.</returns>
    public bool TryTake(TimeSpan rest, Action idle, [NotNullWhen(true)] out byte[]? key)
    {
        lock (_gate)
        {
            while (!_waiting.TryDequeue(out key))
            {
                if (_ended)
                    return false;
                if (Monitor.Wait(_gate, rest))
                    continue;
                idle();
                rest = Timeout.InfiniteTimeSpan;
            }

            return true;
        }
    }

    /// <summary>A key is dealt with, and may be asked for again.</summary>
    public void Done(byte[] key)
    {
        lock (_gate)
            _known.Remove(key);
    }

    /// <summary>Ends it: whoever waits is sent away.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            _waiting.Clear();
            Monitor.PulseAll(_gate);
        }
    }
}
