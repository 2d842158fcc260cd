using System.Runtime.InteropServices;

namespace KvFleet.Store.Arenas;

/// <summary>What is to happen to entries at some time. An entry may be in it several times, and may have become another meanwhile: who takes looks again.</summary>
internal sealed class DeadlineQueue
{
    private const int MaxWaiting = 131072;
    private readonly PriorityQueue<Item, long> _items = new();

    /// <summary>Adds an entry.</summary>
    /// <returns>False when too many wait already.</returns>
    public bool TryAdd(int entry, uint generation, long at)
    {
        if (_items.Count >= MaxWaiting)
            return false;
        _items.Enqueue(new Item(entry, generation), at);
        return true;
    }

    /// <summary>Takes one whose time has come.</summary>
    public bool TryTake(long now, out Item item)
    {
        if (_items.TryPeek(out item, out var at) && at <= now)
        {
            _items.Dequeue();
            return true;
        }

        item = default;
        return false;
    }

    /// <summary>An entry as it was when it was added.</summary>
    /// <param name="Entry">The entry.</param>
    /// <param name="Generation">Its generation.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Item(int Entry, uint Generation);
}
