using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes;

/// <summary>
/// A quantity as Kubernetes writes it (<c>2Ti</c>, <c>500m</c>, <c>1e3</c>), exact to a billionth of a unit. For memory and disk the unit is the byte.
/// </summary>
/// <remarks>
/// Equal when the values are equal, however they were written: <c>1Ki</c> equals <c>1024</c>. Values are capped at ±(2⁶³-1) and what is finer than a
/// billionth is rounded away from zero, as the server does (<c>k8s.io/apimachinery/pkg/api/resource</c>).
/// </remarks>
[JsonConverter(typeof(ResourceQuantityJsonConverter))]
[StructLayout(LayoutKind.Auto)]
public readonly record struct ResourceQuantity : IComparable<ResourceQuantity>
{
    internal const long NanosPerUnit = 1_000_000_000;
    private static readonly Int128 MaxNanos = (Int128)long.MaxValue * NanosPerUnit;

    /// <summary>Reads a quantity.</summary>
    /// <param name="text">For example <c>2Ti</c>.</param>
    /// <exception cref="FormatException">The text is no quantity; the message says why.</exception>
    public ResourceQuantity(string text) => this = Parse(text);

    /// <summary>Holds a whole number.</summary>
    /// <param name="value">The value, in units (bytes for memory).</param>
    /// <param name="format">The suffixes to print it with.</param>
    public ResourceQuantity(long value, QuantityFormat format = QuantityFormat.BinarySI)
        : this((Int128)value * NanosPerUnit, format)
    {
    }

    internal ResourceQuantity(Int128 nanos, QuantityFormat format)
    {
        Nanos = Int128.Clamp(nanos, -MaxNanos, MaxNanos);
        Format = format;
    }

    /// <summary>The suffixes that it is printed with; not part of equality.</summary>
    public QuantityFormat Format { get; }

    internal Int128 Nanos { get; }

    /// <summary>Reads a quantity.</summary>
    /// <param name="text">For example <c>2Ti</c>.</param>
    /// <exception cref="FormatException">The text is no quantity; the message says why.</exception>
    public static ResourceQuantity Parse(string text) =>
        TryParse(text, out var value, out var error) ? value : throw new FormatException(error);

    /// <summary>Reads a quantity.</summary>
    /// <param name="text">For example <c>2Ti</c>.</param>
    /// <param name="value">The quantity, or zero.</param>
    /// <returns>False when the text is no quantity.</returns>
    public static bool TryParse(string? text, out ResourceQuantity value) => TryParse(text, out value, out _);

    /// <summary>Reads a quantity.</summary>
    /// <param name="text">For example <c>2Ti</c>.</param>
    /// <param name="value">The quantity, or zero.</param>
    /// <param name="error">What is wrong and what would be right; null on success.</param>
    /// <returns>False when the text is no quantity.</returns>
    public static bool TryParse(string? text, out ResourceQuantity value, [NotNullWhen(false)] out string? error) =>
        QuantityParser.TryParse(text, out value, out error);

    /// <summary>A number of bytes, printed with binary suffixes.</summary>
    /// <param name="bytes">Bytes.</param>
    public static ResourceQuantity FromBytes(long bytes) => new(bytes, QuantityFormat.BinarySI);

    /// <summary>The value in whole units (bytes for memory), fractions rounded away from zero.</summary>
    public long ToInt64() => (long)DivideAwayFromZero(Nanos, NanosPerUnit);

    /// <summary>The value in thousandths (millicores for CPU), finer fractions rounded away from zero. Saturates at the bounds of a long.</summary>
    public long ToMilli() => (long)Int128.Clamp(DivideAwayFromZero(Nanos, NanosPerUnit / 1000), long.MinValue, long.MaxValue);

    /// <summary>The exact value in units.</summary>
    public decimal ToDecimal() => (decimal)Nanos / NanosPerUnit;

    /// <summary>The sum, in the format of the left operand; saturates at the bounds of a quantity.</summary>
    /// <param name="left">A quantity.</param>
    /// <param name="right">A quantity.</param>
    public static ResourceQuantity operator +(ResourceQuantity left, ResourceQuantity right) => new(left.Nanos + right.Nanos, left.Format);

    /// <summary>The difference, in the format of the left operand; saturates at the bounds of a quantity.</summary>
    /// <param name="left">A quantity.</param>
    /// <param name="right">A quantity.</param>
    public static ResourceQuantity operator -(ResourceQuantity left, ResourceQuantity right) => new(left.Nanos - right.Nanos, left.Format);

    /// <summary>Compares values.</summary>
    /// <param name="left">A quantity.</param>
    /// <param name="right">A quantity.</param>
    public static bool operator <(ResourceQuantity left, ResourceQuantity right) => left.Nanos < right.Nanos;

    /// <summary>Compares values.</summary>
    /// <param name="left">A quantity.</param>
    /// <param name="right">A quantity.</param>
    public static bool operator >(ResourceQuantity left, ResourceQuantity right) => left.Nanos > right.Nanos;

    /// <summary>Compares values.</summary>
    /// <param name="left">A quantity.</param>
    /// <param name="right">A quantity.</param>
    public static bool operator <=(ResourceQuantity left, ResourceQuantity right) => left.Nanos <= right.Nanos;

    /// <summary>Compares values.</summary>
    /// <param name="left">A quantity.</param>
    /// <param name="right">A quantity.</param>
    public static bool operator >=(ResourceQuantity left, ResourceQuantity right) => left.Nanos >= right.Nanos;

    /// <inheritdoc/>
    public int CompareTo(ResourceQuantity other) => Nanos.CompareTo(other.Nanos);

    /// <inheritdoc/>
    public bool Equals(ResourceQuantity other) => Nanos == other.Nanos;

    /// <inheritdoc/>
    public override int GetHashCode() => Nanos.GetHashCode();

    /// <summary>The canonical text: the largest suffix that needs no fraction, as the server prints it.</summary>
    public override string ToString() => QuantityWriter.Write(this);

    private static Int128 DivideAwayFromZero(Int128 dividend, long divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        return remainder == 0 ? quotient : quotient + Int128.Sign(dividend);
    }
}
