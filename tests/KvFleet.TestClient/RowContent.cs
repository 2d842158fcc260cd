using System.Runtime.InteropServices;

namespace KvFleet.TestClient;

/// <summary>Rows whose every word tells which row it belongs to: one that is torn, another's, half another's or older shows.</summary>
public static class RowContent
{
    private const ulong Odd = 0x9E3779B97F4A7C15;

    /// <summary>Fills a row.</summary>
    /// <param name="row">A whole number of words of eight bytes.</param>
    /// <param name="number">Which row.</param>
    /// <param name="seed">Of which run.</param>
    public static void Fill(Span<byte> row, int number, int seed = 0)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(row);
        for (var i = 0; i < words.Length; i++)
            words[i] = Word(i, number, seed);
    }

    /// <summary>Whether a row is what was filled in.</summary>
    /// <param name="row">The row.</param>
    /// <param name="number">Which row.</param>
    /// <param name="seed">Of which run.</param>
    public static bool IsWhole(ReadOnlySpan<byte> row, int number, int seed = 0)
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
