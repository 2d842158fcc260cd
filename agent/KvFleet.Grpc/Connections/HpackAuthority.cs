using System.Buffers;

namespace KvFleet.Grpc.Connections;

/// <summary>
/// Walks the fields of an HPACK header block (RFC 7541, section 6) and replaces the value of every literal
/// <c>:authority</c>; all other octets stay as they are.
/// </summary>
/// <remarks>
/// Nothing is decoded: a literal's name is recognised by its static index, or by its octets where the name itself is a
/// literal. The replacement is never longer than the literal it replaces. So, for the values that occur (paths and host
/// names, whose Huffman codes have at most eight bits), an entry that goes to the dynamic table is never larger on the
/// decoder's side than on the encoder's: the decoder evicts no entry that the encoder still refers to.
/// </remarks>
internal static class HpackAuthority
{
    private const int StaticIndex = 1;
    private const byte HuffmanFlag = 0x80;

    private static ReadOnlySpan<byte> Name => ":authority"u8;

    // The same name in the Huffman code of RFC 7541, appendix B.
    private static ReadOnlySpan<byte> HuffmanName => [0xb8, 0x3b, 0x53, 0x39, 0xec, 0x32, 0x7d, 0x7f];

    private static ReadOnlySpan<byte> Replacement => "localhost"u8;

    /// <summary>Rewrites one complete header block.</summary>
    /// <param name="block">The block, as the peer encoded it.</param>
    /// <param name="output">Receives the rewritten block; partly written when the answer is false.</param>
    /// <returns>False when the block is malformed, which its real decoder is better placed to say.</returns>
    public static bool TryRewrite(ReadOnlySpan<byte> block, IBufferWriter<byte> output)
    {
        var reader = new HpackReader(block);
        while (!reader.AtEnd)
        {
            var start = reader.Position;
            var first = reader.Peek();
            var literal = LiteralPrefixBits(first);
            if (literal == 0)
            {
                // An indexed field has seven bits of index, a table size update five of size; neither carries a value.
                if (!reader.TryReadInteger((first & 0x80) != 0 ? 7 : 5, out _))
                {
                    return false;
                }

                output.Write(block[start..reader.Position]);
                continue;
            }

            if (!reader.TryReadInteger(literal, out var index))
            {
                return false;
            }

            var isAuthority = index == StaticIndex;
            if (index == 0)
            {
                if (!reader.TryReadString(out var huffmanName, out var name))
                {
                    return false;
                }

                isAuthority = name.SequenceEqual(huffmanName ? HuffmanName : Name);
            }

            var valueStart = reader.Position;
            if (!reader.TryReadString(out _, out var value))
            {
                return false;
            }

            output.Write(block[start..valueStart]);
            if (isAuthority)
            {
                WriteReplacement(value.Length, output);
            }
            else
            {
                output.Write(block[valueStart..reader.Position]);
            }
        }

        return true;
    }

    /// <summary>How many bits of index a literal's first octet carries; 0 when it starts no literal.</summary>
    private static int LiteralPrefixBits(byte first) => first switch
    {
        >= HuffmanFlag => 0,
        >= 0x40 => 6,
        >= 0x20 => 0,
        _ => 4,
    };

    private static void WriteReplacement(int originalLength, IBufferWriter<byte> output)
    {
        var length = Math.Min(originalLength, Replacement.Length);
        var octets = output.GetSpan(length + 1);
        octets[0] = (byte)length;
        Replacement[..length].CopyTo(octets[1..]);
        output.Advance(length + 1);
    }
}
