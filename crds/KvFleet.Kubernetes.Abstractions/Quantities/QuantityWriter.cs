using System.Globalization;

namespace KvFleet.Kubernetes;

/// <summary>Writes the canonical form: no fraction, the largest fitting suffix. Binary suffixes give way to decimal ones where they would lose precision.</summary>
internal static class QuantityWriter
{
    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    public static string Write(ResourceQuantity quantity)
    {
        var nanos = quantity.Nanos;
        if (nanos == 0)
            return "0";
        var (units, fraction) = Int128.DivRem(nanos, ResourceQuantity.NanosPerUnit);
        return quantity.Format == QuantityFormat.BinarySI && fraction == 0 && Int128.Abs(units) >= 1024
            ? Scale(units, 1024, BinarySuffixes)
            : quantity.Format == QuantityFormat.DecimalExponent ? Exponent(nanos) : Scale(nanos, 1000, DecimalSuffixes);
    }

    private static string Scale(Int128 value, int factor, string[] suffixes)
    {
        var step = 0;
        while (step < suffixes.Length - 1 && value % factor == 0)
        {
            value /= factor;
            step++;
        }

        return value.ToString(CultureInfo.InvariantCulture) + suffixes[step];
    }

    private static string Exponent(Int128 nanos)
    {
        var exponent = -9;
        while (nanos % 1000 == 0)
        {
            nanos /= 1000;
            exponent += 3;
        }

        var number = nanos.ToString(CultureInfo.InvariantCulture);
        return exponent == 0 ? number : $"{number}e{exponent.ToString(CultureInfo.InvariantCulture)}";
    }
}
