namespace KvFleet.Kubernetes.Queues;

/// <summary>The entries that workers have, linked through themselves: joining and leaving cost nothing. Guarded by the queue's lock.</summary>
internal sealed class RunningEntries<TKey>
    where TKey : notnull
{
    private QueueEntry<TKey>? _first;

    public bool IsEmpty => _first is null;

    public void Add(QueueEntry<TKey> entry)
    {
        entry.IsProcessing = true;
        entry.Next = _first;
        if (_first is not null)
            _first.Previous = entry;
        _first = entry;
    }

    public void Remove(QueueEntry<TKey> entry)
    {
        entry.IsProcessing = false;
        if (entry.Previous is null)
            _first = entry.Next;
        else
            entry.Previous.Next = entry.Next;
        if (entry.Next is not null)
            entry.Next.Previous = entry.Previous;
        entry.Previous = entry.Next = null;
    }

    /// <summary>Sum and maximum of how long they have been worked on, in seconds.</summary>
    public (double Sum, double Longest) Seconds(TimeProvider time)
    {
        var now = time.GetTimestamp();
        var sum = 0.0;
        var longest = 0.0;
        for (var entry = _first; entry is not null; entry = entry.Next)
        {
            var seconds = time.GetElapsedTime(entry.TakenAt, now).TotalSeconds;
            sum += seconds;
            longest = Math.Max(longest, seconds);
        }

        return (sum, longest);
    }
}
