using System.Runtime.InteropServices;
using System.Text;

namespace KvFleet.StoreTool;

/// <summary>What a row holds: every eight bytes of it follow from its number and a seed, so that a byte of another row, an older row or nobody is seen.</summary>
internal static class Content
{
    private const ulong Odd = 0x9E3779B97F4A7C15;

    /// <summary>The key of a row.</summary>
    public static byte[] KeyOf(int number, int seed) => Encoding.UTF8.GetBytes($"row-{seed}-{number}");

    /// <summary>Fills a row.</summary>
    public static void Fill(Span<byte> row, int number, int seed)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(row);
        for (var i = 0; i < words.Length; i++)
            words[i] = Word(i, number, seed);
    }

    /// <summary>Whether a row is what was put.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> row, int number, int seed)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(row);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] != Word(i, number, seed))
                return false;
        }

        return true;
    }

    private static ulong Word(int index, int number, int seed)
    {
        var word = (((ulong)(uint)seed << 32) | (uint)number) + ((ulong)index * Odd);
        word ^= word >> 29;
        return word * Odd;
    }
}
