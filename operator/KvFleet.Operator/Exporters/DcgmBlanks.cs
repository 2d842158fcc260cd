namespace KvFleet.Operator.Exporters;

/// <summary>The figures that DCGM writes where it has none: they start at 2^47 for fractions, at 2^31 − 16 and 2^63 − 16 for whole numbers.</summary>
internal static class DcgmBlanks
{
    private const double Fraction = 140_737_488_355_328;
    private const double First32 = 2_147_483_632;
    private const double Last32 = 2_147_483_635;

    public static bool IsBlank(double value) => double.IsNaN(value) || value >= Fraction || value is >= First32 and <= Last32;
}
