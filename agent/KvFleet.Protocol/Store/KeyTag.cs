using System.Buffers.Binary;

namespace KvFleet.Protocol.Store;

/// <summary>
/// The tag of a key in the key table. Made of what every language has cheaply (in Python <c>int.from_bytes(key, "little") % (2**61 - 1)</c>), not of anything
/// that resists collisions: whoever finds a tag compares or leases the whole key.
/// </summary>
public static class KeyTag
{
    private const ulong Prime = (1UL << 61) - 1;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>Computes the tag.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The key as a little-endian number modulo 2^61 - 1, plus its length, times a constant, modulo 2^64.</returns>
    public static ulong Of(ReadOnlySpan<byte> key)
    {
        // Words from the most significant one: 2^64 is 8 modulo the prime.
        var whole = key.Length / sizeof(ulong) * sizeof(ulong);
        Span<byte> last = stackalloc byte[sizeof(ulong)];
        last.Clear();
        key[whole..].CopyTo(last);
        var rest = Reduce(BinaryPrimitives.ReadUInt64LittleEndian(last));
        for (var at = whole - sizeof(ulong); at >= 0; at -= sizeof(ulong))
        {
            // rest < 2^61, so that 8 times it fits.
            rest = Reduce(Reduce(rest << 3) + Reduce(BinaryPrimitives.ReadUInt64LittleEndian(key[at..])));
        }

        return unchecked((rest + (ulong)key.Length) * Multiplier);
    }

    private static ulong Reduce(ulong value)
    {
        value = (value & Prime) + (value >> 61);
        return value >= Prime ? value - Prime : value;
    }
}
