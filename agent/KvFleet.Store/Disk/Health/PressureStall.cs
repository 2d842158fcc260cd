using System.Globalization;

namespace KvFleet.Store.Disk.Health;

/// <summary>Pressure stall information of the kernel.</summary>
internal static class PressureStall
{
    private const string Field = "avg10=";

    /// <summary>Reads how much of the last 10 seconds something waited for a device.</summary>
    /// <param name="path">The file; another one in tests.</param>
    /// <returns>Percent; 0 where the kernel does not tell.</returns>
    public static double ReadIo(string path = "/proc/pressure/io")
    {
        try
        {
            var line = File.ReadLines(path).FirstOrDefault(static line => line.StartsWith("some ", StringComparison.Ordinal)) ?? "";
            var field = line.Split(' ').FirstOrDefault(static part => part.StartsWith(Field, StringComparison.Ordinal));
            return field is not null && double.TryParse(field[Field.Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) ? percent : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
