using System.Numerics;

namespace KvFleet.Sweeping.Inventory;

/// <summary>Blocks of 512 bytes in two bytes: eleven significant bits and a power of two. Exact below 1 MiB and for whole MiB up to 2 GiB, within 1/4096 otherwise. What is summed is summed exactly; this decides only where the cut lies.</summary>
internal static class PackedBlocks
{
    private const int Bits = 11;
    private const uint Mask = (1 << Bits) - 1;

    public static ushort Pack(long blocks)
    {
        if (blocks <= 0)
            return 0;
        var shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)blocks) - Bits);
        var mantissa = ((ulong)blocks + (shift == 0 ? 0 : 1UL << (shift - 1))) >> shift;
        if (mantissa > Mask)
            (mantissa, shift) = (mantissa >> 1, shift + 1);
        return shift > 31 ? ushort.MaxValue : (ushort)(((uint)shift << Bits) | (uint)mantissa);
    }

    public static long Unpack(ushort packed) => (long)(packed & Mask) << (packed >> Bits);

    public static long Bytes(ushort packed) => (long)(packed & Mask) << ((packed >> Bits) + 9);
}
