namespace KvFleet.Store.Extents.Holders;

/// <summary>
/// Lets one holder of the node populate at a time, first come first served, with all of the node's population threads. Two at once would not be faster
/// (memory bandwidth is the limit), and the first would be ready later.
/// </summary>
/// <remarks>Not thread-safe: belongs to the agent's loop.</remarks>
public sealed class PopulationGate
{
    private readonly List<HolderKey> _queue = [];

    /// <summary>Most threads that one population uses: beyond this, page zeroing is bound by memory bandwidth.</summary>
    public const int MaxThreads = 16;

    /// <summary>Makes a gate.</summary>
    /// <param name="processors">Processors of the machine.</param>
    public PopulationGate(int processors) => Threads = Math.Clamp(processors, 1, MaxThreads);

    /// <summary>Threads for whoever has the turn.</summary>
    public int Threads { get; }

    /// <summary>Who has the turn; null for nobody.</summary>
    public HolderKey? Current => _queue.Count > 0 ? _queue[0] : null;

    /// <summary>Holders in the queue, the one with the turn included.</summary>
    public int Count => _queue.Count;

    /// <summary>Takes a place in the queue.</summary>
    /// <param name="holder">The holder.</param>
    /// <returns>True when it has the turn at once.</returns>
    public bool Join(HolderKey holder)
    {
        if (!_queue.Contains(holder))
            _queue.Add(holder);
        return _queue[0] == holder;
    }

    /// <summary>Gives a place, or the turn, back.</summary>
    /// <param name="holder">The holder.</param>
    /// <returns>Who has the turn now because of that; null when the turn did not change hands.</returns>
    public HolderKey? Leave(HolderKey holder)
    {
        var had = Current == holder;
        _queue.Remove(holder);
        return had ? Current : null;
    }
}
