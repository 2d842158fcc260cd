using System.Runtime.InteropServices;

namespace KvFleet.Benchmarks.Stores;

/// <summary>Rows whose every word tells which key it belongs to: a row that is torn, another's, or half another's, shows.</summary>
internal static class TornContent
{
    internal const int Stride = 64 << 10;

    internal static byte[] KeyOf(int number) => KeyTableBenchmark.KeyOf(number);

    internal static void Fill(int number, Span<byte> row)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(row);
        for (var i = 0; i < words.Length; i++)
            words[i] = Word(number, i);
    }

    internal static bool IsWhole(int number, ReadOnlySpan<byte> row)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(row);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] != Word(number, i))
                return false;
        }

        return words.Length == Stride / sizeof(ulong);
    }

    private static ulong Word(int number, int index)
    {
        var mixed = (((ulong)(uint)number << 32) + (uint)index + 1) * 0x9E3779B97F4A7C15;
        return mixed ^ (mixed >> 29);
    }
}
