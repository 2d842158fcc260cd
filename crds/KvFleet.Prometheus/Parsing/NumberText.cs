using System.Globalization;

namespace KvFleet.Prometheus.Parsing;

/// <summary>Numbers as expositions write them.</summary>
internal static class NumberText
{
    // Up to here both the digits and the power of ten are exact as doubles, so one division rounds correctly.
    private const int ExactDigits = 15;
    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads a value: a decimal number, <c>NaN</c>, or <c>Inf</c> and <c>Infinity</c> with or without a sign, in any case.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out double value) => TryReadShort(text, out value) || TryReadAny(text, out value);

    private static bool TryReadShort(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var negative = text.Length > 1 && text[0] == '-';
        var at = negative ? 1 : 0;
        if (text.Length - at is 0 or > ExactDigits + 1)
        {
            return false;
        }

        long digits = 0;
        var (count, point) = (0, -1);
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                count++;
            }
            else if (text[at] == '.' && point < 0)
            {
                point = count;
            }
            else
            {
                return false;
            }
        }

        if (count is 0 or > ExactDigits)
        {
            return false;
        }

        value = digits / Powers[point < 0 ? 0 : count - point];
        value = negative ? -value : value;
        return true;
    }

    private static bool TryReadAny(ReadOnlySpan<byte> text, out double value)
    {
        var unsigned = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        if (Equals(unsigned, "inf") || Equals(unsigned, "infinity"))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        if (Equals(text, "nan"))
        {
            value = double.NaN;
            return true;
        }

        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = 0;
        return unsigned.Length > 0 && unsigned[0] is (byte)'.' or (>= (byte)'0' and <= (byte)'9') && double.TryParse(text, styles, CultureInfo.InvariantCulture, out value);
    }

    private static bool Equals(ReadOnlySpan<byte> text, string word)
    {
        if (text.Length != word.Length)
        {
            return false;
        }

        for (var at = 0; at < word.Length; at++)
        {
            if ((text[at] | 0x20) != word[at])
            {
                return false;
            }
        }

        return true;
    }
}
