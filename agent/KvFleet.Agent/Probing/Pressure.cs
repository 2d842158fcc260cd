using System.Globalization;

namespace KvFleet.Agent.Probing;

/// <summary>How busy the machine is, as the kernel's pressure figures say (Linux 4.20 and later).</summary>
/// <param name="root">Where <c>/proc</c> is found; empty for the real one.</param>
internal sealed class Pressure(string root = "")
{
    private const double Busy = 20;

    /// <summary>Whether tasks waited for processors or disks for more than a fifth of the last ten seconds: measuring would disturb, and measure the others.</summary>
    public bool IsBusy => Some("cpu") > Busy || Some("io") > Busy;

    private double Some(string resource)
    {
        try
        {
            // some avg10=1.23 avg60=...
            var line = File.ReadLines($"{root}/proc/pressure/{resource}").FirstOrDefault(static text => text.StartsWith("some ", StringComparison.Ordinal)) ?? "";
            var figure = line.Split(' ').FirstOrDefault(static part => part.StartsWith("avg10=", StringComparison.Ordinal))?["avg10=".Length..];
            return double.TryParse(figure, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
