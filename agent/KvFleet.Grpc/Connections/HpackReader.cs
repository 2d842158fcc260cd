namespace KvFleet.Grpc.Connections;

/// <summary>Reads the integers and strings of HPACK (RFC 7541, section 5) without decoding the strings.</summary>
/// <param name="block">The header block.</param>
internal ref struct HpackReader(ReadOnlySpan<byte> block)
{
    // Four continuation octets give 28 bits, more than any header block here may have.
    private const int MaxShift = 21;
    private readonly ReadOnlySpan<byte> _block = block;

    /// <summary>Where the next octet is.</summary>
    public int Position { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => Position >= _block.Length;

    /// <summary>The next octet, left in place.</summary>
    public readonly byte Peek() => _block[Position];

    /// <summary>Reads an integer whose first octet has <paramref name="prefixBits"/> bits of it.</summary>
    /// <param name="prefixBits">1 to 8.</param>
    /// <param name="value">The integer.</param>
    /// <returns>False when the block ends within it or it is absurdly large.</returns>
    public bool TryReadInteger(int prefixBits, out int value)
    {
        value = 0;
        if (AtEnd)
        {
            return false;
        }

        var mask = (1 << prefixBits) - 1;
        value = _block[Position++] & mask;
        if (value < mask)
        {
            return true;
        }

        for (var shift = 0; !AtEnd && shift <= MaxShift; shift += 7)
        {
            var octet = _block[Position++];
            value += (octet & 0x7f) << shift;
            if ((octet & 0x80) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a string literal: a flag, a length, the octets.</summary>
    /// <param name="huffman">Whether the octets are Huffman-coded.</param>
    /// <param name="octets">The octets as they are.</param>
    /// <returns>False when the block ends within it.</returns>
    public bool TryReadString(out bool huffman, out ReadOnlySpan<byte> octets)
    {
        huffman = !AtEnd && (Peek() & 0x80) != 0;
        octets = default;
        if (!TryReadInteger(7, out var length) || length > _block.Length - Position)
        {
            return false;
        }

        octets = _block.Slice(Position, length);
        Position += length;
        return true;
    }
}
