using System.Numerics;

namespace KvFleet.Model.Reuse;

/// <summary>
/// Marks in order of time, and how many there are behind any point: a bit a slot, and a Fenwick tree over the counts of its words. A mark costs one bit, so the slots may be far more than the keys.
/// </summary>
internal sealed class RecencySlots
{
    private readonly ulong[] _bits;
    private readonly int[] _tree;
    private readonly int _words;

    /// <param name="slots">Slots; a power of two, at least 64.</param>
    public RecencySlots(int slots)
    {
        _bits = new ulong[slots / 64];
        _tree = new int[_bits.Length + 1];
        _words = _bits.Length;
    }

    public int Slots => _bits.Length * 64;

    /// <summary>All marks.</summary>
    public int Marks { get; private set; }

    public void Mark(int slot)
    {
        _bits[slot >> 6] |= 1UL << slot;
        Add(slot >> 6, 1);
    }

    public void Unmark(int slot)
    {
        _bits[slot >> 6] &= ~(1UL << slot);
        Add(slot >> 6, -1);
    }

    /// <summary>Marks at or before a slot.</summary>
    public int UpTo(int slot)
    {
        var word = slot >> 6;
        var count = BitOperations.PopCount(_bits[word] << (63 - (slot & 63)));
        for (var node = word; node > 0; node -= node & -node)
        {
            count += _tree[node];
        }

        return count;
    }

    /// <summary>Marks behind a slot.</summary>
    public int After(int slot) => Marks - UpTo(slot);

    /// <summary>Marks the first slots and no others.</summary>
    public void Pack(int marks)
    {
        Array.Clear(_bits);
        Array.Clear(_tree);
        Marks = 0;
        for (var slot = 0; slot < marks; slot++)
        {
            Mark(slot);
        }
    }

    private void Add(int word, int change)
    {
        Marks += change;
        for (var node = word + 1; node <= _words; node += node & -node)
        {
            _tree[node] += change;
        }
    }
}
