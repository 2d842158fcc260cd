using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace KvFleet.Kubernetes;

/// <summary>
/// The grammar of <c>k8s.io/apimachinery/pkg/api/resource</c>: an optional sign, digits with at most one point, then one suffix.
/// <c>E</c> alone is 10¹⁸, <c>E</c> with digits is an exponent.
/// </summary>
internal static class QuantityParser
{
    // Far above anything meaningful; keeps hostile input from costing big-integer time.
    private const int MaxLength = 256;

    // As many as an int surely holds.
    private const int FewDigits = 9;

    // 10^±64 is beyond the cap (2⁶³-1) or below a billionth for any mantissa of MaxLength digits that is not itself capped.
    private const int MaxExponent = 64 + MaxLength;

    public static bool TryParse(string? text, out ResourceQuantity value, [NotNullWhen(false)] out string? error)
    {
        value = default;
        if (string.IsNullOrEmpty(text))
            return Fail("A quantity is empty. Write a number with an optional suffix, for example 512Mi or 2Ti.", out error);
        if (text.Length > MaxLength)
            return Fail($"A quantity has {text.Length} characters; at most {MaxLength} are accepted.", out error);

        var rest = text.AsSpan();
        var negative = rest[0] == '-';
        if (rest[0] is '-' or '+')
            rest = rest[1..];
        var whole = TakeDigits(ref rest);
        var fraction = ReadOnlySpan<char>.Empty;
        if (rest.Length > 0 && rest[0] == '.')
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }

        if (whole.Length + fraction.Length == 0)
            return Fail($"'{text}' is not a quantity: it must start with a number, for example 512Mi.", out error);
        if (!TrySuffix(rest, out var binaryShift, out var exponent, out var format))
        {
            return Fail(
                $"'{text}' is not a quantity: '{rest}' is no suffix. Use Ki, Mi, Gi, Ti, Pi or Ei (powers of 1024), n, u, m, k, M, G, T, P or E (powers of 1000) or an exponent such as e3.",
                out error);
        }

        var nanos = fraction.IsEmpty && whole.Length <= FewDigits && exponent is >= -9 and <= 18
            ? FewToNanos(whole, binaryShift, exponent)
            : ToNanos(BigInteger.Parse(string.Concat("0", whole, fraction), NumberStyles.None, CultureInfo.InvariantCulture) << binaryShift, exponent - fraction.Length + 9);
        if (format == QuantityFormat.BinarySI && nanos < ResourceQuantity.NanosPerUnit)
            format = QuantityFormat.DecimalSI;
        value = new ResourceQuantity(negative ? -nanos : nanos, format);
        error = null;
        return true;
    }

    private static bool Fail(string message, [NotNullWhen(false)] out string? error)
    {
        error = message;
        return false;
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }

    private static bool TrySuffix(ReadOnlySpan<char> suffix, out int binaryShift, out int exponent, out QuantityFormat format)
    {
        binaryShift = 0;
        exponent = 0;
        format = QuantityFormat.DecimalSI;
        if (suffix.Length == 0)
            return true;
        if (suffix.Length == 2 && suffix[1] == 'i')
        {
            format = QuantityFormat.BinarySI;
            binaryShift = 10 * ("KMGTPE".IndexOf(suffix[0], StringComparison.Ordinal) + 1);
            return binaryShift > 0;
        }

        if (suffix.Length == 1)
        {
            var index = "num kMGTPE".IndexOf(suffix[0], StringComparison.Ordinal);
            exponent = (index - 3) * 3;
            return index >= 0 && suffix[0] != ' ';
        }

        format = QuantityFormat.DecimalExponent;
        if (suffix[0] is not ('e' or 'E') || !int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return false;
        exponent = Math.Clamp(exponent, -MaxExponent, MaxExponent);
        return true;
    }

    /// <summary>Nearly every quantity there is, without big integers: nothing here comes near 128 bits (10⁹ · 10¹⁸ · 10⁹ at most).</summary>
    private static Int128 FewToNanos(ReadOnlySpan<char> digits, int binaryShift, int exponent)
    {
        var nanos = (Int128)int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) << binaryShift;
        for (var i = 0; i < exponent + 9; i++)
            nanos *= 10;
        return nanos;
    }

    private static Int128 ToNanos(BigInteger value, int exponent)
    {
        if (exponent >= 0)
        {
            value *= BigInteger.Pow(10, exponent);
        }
        else
        {
            value = BigInteger.DivRem(value, BigInteger.Pow(10, -exponent), out var remainder);
            if (!remainder.IsZero)
                value += BigInteger.One;
        }

        var cap = (BigInteger)long.MaxValue * ResourceQuantity.NanosPerUnit;
        return (Int128)BigInteger.Min(value, cap);
    }
}
