using KvFleet.TestClient;

namespace KvFleet.Benchmarks.Stores;

/// <summary>The rows of store.torn.</summary>
internal static class TornContent
{
    internal const int Stride = 64 << 10;

    internal static byte[] KeyOf(int number) => KeyTableBenchmark.KeyOf(number);

    internal static void Fill(int number, Span<byte> row) => RowContent.Fill(row, number);

    internal static bool IsWhole(int number, ReadOnlySpan<byte> row) => row.Length == Stride && RowContent.IsWhole(row, number);
}
