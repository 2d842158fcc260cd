using System.Runtime.InteropServices;

namespace KvFleet.Kubernetes.Queues;

/// <summary>Which key is where: waiting for its time, ready, being worked on, or wanted again afterwards. Guarded by the queue's lock.</summary>
internal sealed class QueueBook<TKey>(TimeProvider time)
    where TKey : notnull
{
    private readonly Dictionary<TKey, QueueEntry<TKey>> _entries = [];
    private readonly ReadyEntries<TKey> _ready = new();
    private readonly DelayedEntries<TKey> _delayed = new();
    private readonly RunningEntries<TKey> _running = new();
    private long _adds;

    public WaitingTakers<TKey> Takers { get; } = new();

    /// <summary>How many keys could be taken now.</summary>
    public int Ready => _ready.Count;

    /// <summary>Whether nothing is being worked on.</summary>
    public bool IsIdle => _running.IsEmpty;

    /// <summary>How many keys became due so far; may be read without the lock.</summary>
    public long Adds => Volatile.Read(ref _adds);

    /// <summary>The earliest time that a key waits for.</summary>
    public long? NextDue => _delayed.NextDue();

    /// <summary>Makes a key due now.</summary>
    public void Add(TKey key, WorkPriority priority) => MarkDirty(Entry(key), priority);

    /// <summary>Makes a key due at a time, unless it is due earlier anyway.</summary>
    public void AddAt(TKey key, long due, WorkPriority priority)
    {
        var entry = Entry(key);
        if (entry.IsDirty)
            return;

        // The higher priority wins: what just happened does not wait behind what a start lists.
        entry.Priority = entry.DueAt is null || priority > entry.Priority ? priority : entry.Priority;
        if (entry.DueAt is not { } known || known > due)
            _delayed.Set(entry, due);
    }

    /// <summary>Makes those keys due now whose time has come.</summary>
    public void AddDue()
    {
        var now = time.GetTimestamp();
        while (_delayed.TakeDue(now) is { } entry)
            MarkDirty(entry, entry.Priority);
    }

    /// <summary>Takes the next key; null when none is ready.</summary>
    public QueueEntry<TKey>? Take()
    {
        if (!_ready.TryTake(out var entry))
            return null;
        Start(entry);
        return entry;
    }

    /// <summary>Ends the work on a key, and hands it out again if it is wanted again.</summary>
    /// <returns>How long it took; null when nobody works on it.</returns>
    public TimeSpan? Finish(TKey key, bool isEnding)
    {
        if (!_entries.TryGetValue(key, out var entry) || !entry.IsProcessing)
            return null;

        _running.Remove(entry);
        if (entry.IsDirty && !isEnding)
            HandOut(entry);
        else if (entry.DueAt is null)
            _entries.Remove(key);
        return time.GetElapsedTime(entry.TakenAt);
    }

    /// <summary>Forgets what was not begun.</summary>
    public void Clear()
    {
        _ready.Clear();
        _delayed.ClearAll();
    }

    /// <inheritdoc cref="RunningEntries{TKey}.Seconds"/>
    public (double Sum, double Longest) RunningSeconds() => _running.Seconds(time);

    private QueueEntry<TKey> Entry(TKey key)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out _);
        return entry ??= new QueueEntry<TKey>(key);
    }

    private void MarkDirty(QueueEntry<TKey> entry, WorkPriority priority)
    {
        _delayed.Clear(entry);
        if (entry.IsDirty)
        {
            if (priority <= entry.Priority)
                return;

            entry.Priority = priority;
            _ready.Lift(entry);
            return;
        }

        entry.IsDirty = true;
        entry.Priority = priority;
        entry.AddedAt = time.GetTimestamp();
        Volatile.Write(ref _adds, _adds + 1);
        if (!entry.IsProcessing)
            HandOut(entry);
    }

    private void HandOut(QueueEntry<TKey> entry)
    {
        // Given first and started then: a taker may have been cancelled.
        if (Takers.TryGive(entry))
            Start(entry);
        else
            _ready.Add(entry);
    }

    private void Start(QueueEntry<TKey> entry)
    {
        entry.IsDirty = false;
        entry.TakenAt = time.GetTimestamp();
        entry.Waited = time.GetElapsedTime(entry.AddedAt, entry.TakenAt);
        entry.Item = new WorkItem<TKey>(entry.Key, entry.Priority);
        _running.Add(entry);
    }
}
