namespace KvFleet.Model.Reuse;

/// <summary>The keys that a sampler follows, with the slot of each one's last use. Open addressing in arrays of fixed size: nothing is allocated while sampling.</summary>
internal sealed class FollowedKeys
{
    private readonly ulong[] _hashes;
    private readonly int[] _slots;
    private readonly int _mask;

    /// <param name="most">Most keys; the table is at most half full.</param>
    public FollowedKeys(int most)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)most * 2);
        _hashes = new ulong[size];
        _slots = new int[size];
        _mask = size - 1;
        Array.Fill(_slots, -1);
    }

    public int Count { get; private set; }

    /// <summary>The slot of a key's last use, or -1.</summary>
    public int SlotOf(ulong hash) => _slots[Find(hash)];

    /// <summary>Records a key's last use.</summary>
    /// <returns>The slot of the use before, or -1 if the key is new.</returns>
    public int Set(ulong hash, int slot)
    {
        var at = Find(hash);
        var before = _slots[at];
        Count += before < 0 ? 1 : 0;
        _hashes[at] = hash;
        _slots[at] = slot;
        return before;
    }

    /// <summary>Forgets a key.</summary>
    public void Remove(ulong hash)
    {
        var at = Find(hash);
        if (_slots[at] >= 0)
        {
            RemoveAt(at);
        }
    }

    /// <summary>Forgets the keys that a rule picks, telling their slots.</summary>
    public void RemoveWhere(Func<ulong, int, bool> picks, Action<int> removed)
    {
        for (var at = 0; at < _slots.Length; at++)
        {
            // Removing moves a later entry here, so the place is looked at again.
            while (_slots[at] >= 0 && picks(_hashes[at], _slots[at]))
            {
                removed(_slots[at]);
                RemoveAt(at);
            }
        }
    }

    /// <summary>Gives every key a new slot.</summary>
    public void Renumber(Func<int, int> slot)
    {
        for (var at = 0; at < _slots.Length; at++)
        {
            _slots[at] = _slots[at] < 0 ? -1 : slot(_slots[at]);
        }
    }

    // Keys are followed by their hash's high bits, so the low ones are still even among them.
    private int Find(ulong hash)
    {
        var at = (int)hash & _mask;
        while (_slots[at] >= 0 && _hashes[at] != hash)
        {
            at = (at + 1) & _mask;
        }

        return at;
    }

    /// <summary>Closes the gap by moving entries back that may stand nearer to their own place.</summary>
    private void RemoveAt(int gap)
    {
        Count--;
        for (var at = (gap + 1) & _mask; _slots[at] >= 0; at = (at + 1) & _mask)
        {
            var home = (int)_hashes[at] & _mask;
            if (((at - home) & _mask) >= ((at - gap) & _mask))
            {
                (_hashes[gap], _slots[gap]) = (_hashes[at], _slots[at]);
                gap = at;
            }
        }

        _slots[gap] = -1;
    }
}
