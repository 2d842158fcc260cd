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
}
