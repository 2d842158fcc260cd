using System.Buffers;
using System.Text;

namespace KvFleet.Prometheus.Parsing;

/// <summary>Reads the labels between braces.</summary>
internal ref struct LabelCursor(ReadOnlySpan<byte> text)
{
    /// <summary>Characters of a name; it does not start with a digit.</summary>
    public static readonly SearchValues<byte> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:"u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private LabelRange[] _ranges = new LabelRange[24];

    public int Count { get; private set; }

    /// <summary>Whether the metric's own name stood in quotes between the braces.</summary>
    public bool HasQuotedName { get; private set; }

    public readonly LabelSpan this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var range = _ranges[index];
            return new LabelSpan(_text.Slice(range.NameStart, range.NameLength), _text.Slice(range.ValueStart, range.ValueLength), range.IsEscaped);
        }
    }

    public void Clear() => (Count, HasQuotedName) = (0, false);

    /// <summary>Reads from the opening brace on.</summary>
    /// <returns>The place behind the closing brace.</returns>
    public int Read(int at, int end, int line, out ReadOnlySpan<byte> quotedName)
    {
        quotedName = default;
        at = SkipBlanks(at + 1, end);
        while (at < end && _text[at] != '}')
        {
            var quoted = _text[at] == '"';
            var nameStart = quoted ? at + 1 : at;
            var nameEnd = quoted ? QuoteEnd(at, end, line, out _) : NameEnd(at, end);
            at = SkipBlanks(quoted ? nameEnd + 1 : nameEnd, end);
            if (quoted && Count == 0 && quotedName.IsEmpty && (at == end || _text[at] is (byte)',' or (byte)'}'))
            {
                quotedName = _text[nameStart..nameEnd];
                HasQuotedName = true;
            }
            else
            {
                at = ReadValue(nameStart, nameEnd, at, end, line);
            }

            at = SkipBlanks(at, end);
            if (at < end && _text[at] == ',')
            {
                at = SkipBlanks(at + 1, end);
            }
            else if (at < end && _text[at] != '}')
            {
                throw Error(line, at, end, "a comma or a closing brace should stand here");
            }
        }

        return at < end ? at + 1 : throw Error(line, end, end, "the closing brace of the labels is missing");
    }

    /// <summary>The place of the quote that ends what the one at <paramref name="at"/> begins.</summary>
    public readonly int QuoteEnd(int at, int end, int line, out bool escaped)
    {
        escaped = false;
        for (var from = at + 1; ;)
        {
            var found = _text[from..end].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0 || (_text[from + found] == '\\' && from + found + 1 >= end))
            {
                throw Error(line, at, end, "the closing quote is missing");
            }

            if (_text[from + found] == '"')
            {
                return from + found;
            }

            escaped = true;
            from += found + 2;
        }
    }

    private int ReadValue(int nameStart, int nameEnd, int at, int end, int line)
    {
        if (nameEnd == nameStart || char.IsAsciiDigit((char)_text[nameStart]))
        {
            throw Error(line, nameStart, end, "a label's name should stand here");
        }

        if (at >= end || _text[at] != '=')
        {
            throw Error(line, at, end, "an equals sign should follow the label's name");
        }

        at = SkipBlanks(at + 1, end);
        if (at >= end || _text[at] != '"')
        {
            throw Error(line, at, end, "a label's value stands in quotes");
        }

        var close = QuoteEnd(at, end, line, out var escaped);
        if (Count == _ranges.Length)
        {
            Array.Resize(ref _ranges, _ranges.Length * 2);
        }

        _ranges[Count++] = new LabelRange(nameStart, nameEnd - nameStart, at + 1, close - at - 1, escaped);
        return close + 1;
    }

    private readonly int NameEnd(int at, int end)
    {
        var length = _text[at..end].IndexOfAnyExcept(NameCharacters);
        return length < 0 ? end : at + length;
    }

    /// <summary>The first place that is neither blank nor tab.</summary>
    public readonly int SkipBlanks(int at, int end)
    {
        while (at < end && _text[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    private readonly ExpositionException Error(int line, int at, int end, string message)
        => new(line, at < end ? $"{message}, before '{Encoding.UTF8.GetString(_text[at..Math.Min(end, at + 60)])}'." : $"{message}, at the end of the line.");
}
