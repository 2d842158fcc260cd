using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Kubernetes.Queues;

/// <summary>The entries that could be taken right now: first in, first out within a priority. Guarded by the queue's lock.</summary>
internal sealed class ReadyEntries<TKey>
    where TKey : notnull
{
    private readonly Queue<QueueEntry<TKey>> _normal = new();
    private readonly Queue<QueueEntry<TKey>> _low = new();

    public int Count { get; private set; }

    public void Add(QueueEntry<TKey> entry)
    {
        entry.IsListed = true;
        Count++;
        (entry.Priority == WorkPriority.Normal ? _normal : _low).Enqueue(entry);
    }

    /// <summary>Moves an entry up from low priority. Its token in the low list is skipped when it comes up, because the entry is taken by then.</summary>
    public void Lift(QueueEntry<TKey> entry)
    {
        if (entry.IsListed)
            _normal.Enqueue(entry);
    }

    public bool TryTake([NotNullWhen(true)] out QueueEntry<TKey>? entry)
    {
        while (_normal.TryDequeue(out entry) || _low.TryDequeue(out entry))
        {
            if (!entry.IsListed)
                continue;

            entry.IsListed = false;
            Count--;
            return true;
        }

        return false;
    }

    public void Clear()
    {
        _normal.Clear();
        _low.Clear();
        Count = 0;
    }
}
