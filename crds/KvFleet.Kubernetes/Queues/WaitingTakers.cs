namespace KvFleet.Kubernetes.Queues;

/// <summary>Workers that wait for an entry, the longest waiting first. Guarded by the queue's lock, but for cancellation.</summary>
internal sealed class WaitingTakers<TKey>
    where TKey : notnull
{
    private readonly LinkedList<TaskCompletionSource<QueueEntry<TKey>?>> _takers = new();

    public LinkedListNode<TaskCompletionSource<QueueEntry<TKey>?>> Add() =>
        _takers.AddLast(new TaskCompletionSource<QueueEntry<TKey>?>(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Removes one that was cancelled, unless an entry or the end came first.</summary>
    public void Remove(LinkedListNode<TaskCompletionSource<QueueEntry<TKey>?>> taker)
    {
        if (taker.List is not null)
            _takers.Remove(taker);
    }

    /// <summary>Gives an entry to the first that still wants one.</summary>
    /// <returns>False when nobody waits.</returns>
    public bool TryGive(QueueEntry<TKey> entry)
    {
        while (_takers.First is { } taker)
        {
            _takers.RemoveFirst();
            // A taker that was cancelled meanwhile must not swallow the entry.
            if (taker.Value.TrySetResult(entry))
                return true;
        }

        return false;
    }

    /// <summary>Tells all that nothing comes any more.</summary>
    public void SendHome()
    {
        foreach (var taker in _takers)
            taker.TrySetResult(null);
        _takers.Clear();
    }
}
