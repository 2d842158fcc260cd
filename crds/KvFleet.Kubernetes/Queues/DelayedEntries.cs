namespace KvFleet.Kubernetes.Queues;

/// <summary>
/// Entries by due time. Changing a due time leaves a stale token in the heap, which is skipped later; when most tokens are
/// stale the heap is rebuilt. Without that, an object that asks for "again in ten hours" at every event would leak a token
/// an event for ten hours.
/// </summary>
internal sealed class DelayedEntries<TKey>
    where TKey : notnull
{
    private const int SmallEnoughToKeep = 64;
    private PriorityQueue<(QueueEntry<TKey> Entry, int Stamp), (long Due, long Order)> _heap = new();
    private long _order;

    /// <summary>How many entries have a due time.</summary>
    public int Count { get; private set; }

    /// <summary>How many tokens the heap holds, stale ones included.</summary>
    public int Tokens => _heap.Count;

    public void Set(QueueEntry<TKey> entry, long due)
    {
        Clear(entry);
        entry.DueAt = due;
        Count++;
        // The running number keeps keys with one due time in the order they came.
        _heap.Enqueue((entry, entry.DueStamp), (due, _order++));
    }

    public void Clear(QueueEntry<TKey> entry)
    {
        if (entry.DueAt is null)
            return;

        Forget(entry);
        if (_heap.Count > SmallEnoughToKeep && _heap.Count > 2 * Count)
            Rebuild();
    }

    public void ClearAll()
    {
        foreach (var ((entry, _), _) in _heap.UnorderedItems)
            entry.DueAt = null;
        _heap.Clear();
        Count = 0;
    }

    /// <summary>Takes the next entry that is due at <paramref name="now"/>, or null.</summary>
    public QueueEntry<TKey>? TakeDue(long now)
    {
        if (NextDue() is not { } due || due > now)
            return null;

        var (entry, _) = _heap.Dequeue();
        Forget(entry);
        return entry;
    }

    /// <summary>The earliest due time, or null.</summary>
    public long? NextDue()
    {
        while (_heap.TryPeek(out var token, out var priority))
        {
            if (IsValid(token))
                return priority.Due;
            _heap.Dequeue();
        }

        return null;
    }

    private static bool IsValid((QueueEntry<TKey> Entry, int Stamp) token) =>
        token.Entry.DueAt is not null && token.Entry.DueStamp == token.Stamp;

    private void Forget(QueueEntry<TKey> entry)
    {
        entry.DueAt = null;
        entry.DueStamp++;
        Count--;
    }

    private void Rebuild()
    {
        var valid = _heap.UnorderedItems.Where(static item => IsValid(item.Element));
        _heap = new PriorityQueue<(QueueEntry<TKey>, int), (long, long)>(valid);
    }
}
