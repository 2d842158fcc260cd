namespace KvFleet.Model.Reuse;

/// <summary>The few hottest keys, which are all followed: one shared root block is in every request, and whether chance picks it would decide the curve.</summary>
internal sealed class HotKeys
{
    /// <summary>How many.</summary>
    public const int Most = 16;

    /// <summary>The slot of a key whose last use was not seen.</summary>
    public const int Unseen = -1;

    private readonly ulong[] _hashes = new ulong[Most];
    private readonly int[] _slots = new int[Most];

    public int Count { get; private set; }

    /// <summary>A key's place, or -1.</summary>
    public int IndexOf(ulong hash) => _hashes.AsSpan(0, Count).IndexOf(hash);

    public ulong HashAt(int index) => _hashes[index];

    /// <summary>The slot of a key's last use.</summary>
    public ref int SlotAt(int index) => ref _slots[index];

    public void Add(ulong hash, int slot)
    {
        _hashes[Count] = hash;
        _slots[Count++] = slot;
    }

    public void RemoveAt(int index)
    {
        Count--;
        (_hashes[index], _slots[index]) = (_hashes[Count], _slots[Count]);
    }

    /// <summary>Hot keys used after a slot.</summary>
    public int After(int slot)
    {
        var after = 0;
        for (var index = 0; index < Count; index++)
        {
            after += _slots[index] > slot ? 1 : 0;
        }

        return after;
    }
}
