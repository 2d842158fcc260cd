using System.Buffers.Binary;
using System.Numerics;

namespace KvFleet.Store.Indexing;

/// <summary>CRC-32C (Castagnoli), with the processor's own instruction where it has one.</summary>
public static class Crc32C
{
    /// <summary>Computes it.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="seed">The result over the bytes before, to go on; 0 to start.</param>
    /// <returns>The checksum as RFC 3720 has it.</returns>
    public static uint Compute(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        var crc = ~seed;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
