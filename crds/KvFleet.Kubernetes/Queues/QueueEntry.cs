namespace KvFleet.Kubernetes.Queues;

/// <summary>What a queue knows of one key. Guarded by the queue's lock.</summary>
internal sealed class QueueEntry<TKey>(TKey key)
    where TKey : notnull
{
    public TKey Key => key;

    public WorkPriority Priority { get; set; }

    /// <summary>Wants a run: waits in a list, or for the run in progress to end.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Is in a list. A token found there while this is false is stale (its entry was moved or taken).</summary>
    public bool IsListed { get; set; }

    /// <summary>A worker has it.</summary>
    public bool IsProcessing { get; set; }

    /// <summary>Timestamp at which it is due, or null when no time is set.</summary>
    public long? DueAt { get; set; }

    /// <summary>Tells the heap's tokens apart: only the newest is valid.</summary>
    public int DueStamp { get; set; }

    /// <summary>Timestamp of becoming dirty.</summary>
    public long AddedAt { get; set; }

    /// <summary>Timestamp of being taken.</summary>
    public long TakenAt { get; set; }

    /// <summary>How long it was dirty when it was taken. Stays until it is done: whoever took it may read this without the lock.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>What its worker was handed; likewise.</summary>
    public WorkItem<TKey> Item { get; set; }

    /// <summary>Neighbours among the entries being worked on.</summary>
    public QueueEntry<TKey>? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    public QueueEntry<TKey>? Next { get; set; }
}
