namespace KvFleet.Resp.Parsing;

/// <summary>Splits a line that a person typed: words between spaces, "double quotes" with escapes, 'single quotes' with \' alone.</summary>
internal static class InlineSplitter
{
    /// <summary>Splits a line; quotes and escapes are resolved in place.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="arguments">Gets the words, with offsets in the line.</param>
    /// <returns>False when a quote is not closed, or is followed by something else than a space.</returns>
    public static bool TrySplit(Span<byte> line, List<RespArgument> arguments)
    {
        var read = 0;
        while (true)
        {
            while (read < line.Length && IsSpace(line[read]))
                read++;
            if (read == line.Length)
                return true;
            var (start, write) = (read, read);
            while (read < line.Length && !IsSpace(line[read]))
            {
                var quote = line[read];
                if (quote is not ((byte)'"' or (byte)'\''))
                {
                    line[write++] = line[read++];
                    continue;
                }

                read++;
                if (!TryUnquote(line, quote, ref read, ref write))
                    return false;
            }

            arguments.Add(new RespArgument(ArgumentKind.Bytes, start, write - start));
        }
    }

    private static bool TryUnquote(Span<byte> line, byte quote, ref int read, ref int write)
    {
        while (read < line.Length)
        {
            var character = line[read++];
            if (character == quote)
                return read == line.Length || IsSpace(line[read]);
            if (character == '\\' && read < line.Length && (quote == '"' || line[read] == '\''))
                character = Unescape(line, ref read);
            line[write++] = character;
        }

        return false;
    }

    private static byte Unescape(ReadOnlySpan<byte> line, ref int read)
    {
        var code = line[read++];
        if (code == 'x' && read + 1 < line.Length && char.IsAsciiHexDigit((char)line[read]) && char.IsAsciiHexDigit((char)line[read + 1]))
        {
            read += 2;
            return (byte)((HexValue(line[read - 2]) << 4) | HexValue(line[read - 1]));
        }

        return (char)code switch
        {
            'n' => (byte)'\n',
            'r' => (byte)'\r',
            't' => (byte)'\t',
            'b' => (byte)'\b',
            'a' => (byte)'\a',
            _ => code,
        };
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool IsSpace(byte character) => character is (byte)' ' or (>= 9 and <= 13) or 0;
}
