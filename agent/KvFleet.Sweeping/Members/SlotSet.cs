using System.Numerics;

namespace KvFleet.Sweeping.Members;

/// <summary>The hash slots of one member.</summary>
internal sealed class SlotSet
{
    /// <summary>Slots in all.</summary>
    public const int Count = 1024;

    private readonly ulong[] _bits = new ulong[Count / 64];

    /// <summary>Every slot: a sweep by one member alone.</summary>
    public static SlotSet All { get; } = Of(Enumerable.Range(0, Count));

    /// <summary>How many there are of them.</summary>
    public int Size => _bits.Sum(BitOperations.PopCount);

    public static SlotSet Of(IEnumerable<int> slots)
    {
        var set = new SlotSet();
        foreach (var slot in slots)
            set._bits[slot / 64] |= 1UL << (slot % 64);
        return set;
    }

    /// <summary>The slot of a path.</summary>
    public static int Of(ulong path)
    {
        // FNV leaves the lower bits alike for names that end alike.
        path ^= path >> 32;
        path *= 0x9e3779b97f4a7c15;
        return (int)(path >> 54);
    }

    public bool Owns(ulong path)
    {
        var slot = Of(path);
        return (_bits[slot / 64] & (1UL << (slot % 64))) != 0;
    }

    public bool SetEquals(SlotSet other) => _bits.AsSpan().SequenceEqual(other._bits);
}
