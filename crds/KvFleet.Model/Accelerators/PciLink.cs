using System.Globalization;

namespace KvFleet.Model.Accelerators;

/// <summary>A PCI Express link.</summary>
/// <param name="Generation">1 to 7.</param>
/// <param name="Lanes">1 to 32.</param>
public sealed record PciLink(int Generation, int Lanes)
{
    /// <summary>The share of the theoretical rate that large copies reach, until it was measured.</summary>
    public const double PriorShare = 0.8;

    private static readonly double[] TransfersPerSecond = [2.5e9, 5e9, 8e9, 16e9, 32e9, 64e9, 128e9];

    /// <summary>Theoretical bytes a second in one direction, as data sheets round it: 32 GB/s for 4x16, 64 GB/s for 5x16.</summary>
    public double BytesPerSecond => Rate(Generation) * Lanes / 8;

    /// <summary>Bytes a second to plan with until they were measured.</summary>
    public double PriorBytesPerSecond => BytesPerSecond * PriorShare;

    /// <summary>The generation of a speed as sysfs gives it: <c>32.0 GT/s PCIe</c> is 5.</summary>
    /// <param name="gigatransfers">Gigatransfers a second and lane.</param>
    /// <returns>The generation; 0 if there is none of that speed.</returns>
    public static int GenerationOf(double gigatransfers) => Array.FindIndex(TransfersPerSecond, rate => Math.Abs((rate / 1e9) - gigatransfers) < 0.01) + 1;

    /// <summary>Reads <c>5x16</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The link; null if it is none.</returns>
    public static PciLink? Parse(string text)
        => text.Split('x') is [var generation, var lanes]
            && int.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first >= 1 && first <= TransfersPerSecond.Length
            && int.TryParse(lanes, NumberStyles.None, CultureInfo.InvariantCulture, out var second) && second is >= 1 and <= 32
            ? new PciLink(first, second)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generation}x{Lanes}");

    private static double Rate(int generation) => generation >= 1 && generation <= TransfersPerSecond.Length ? TransfersPerSecond[generation - 1] : 0;
}
