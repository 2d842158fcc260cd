using System.Collections.Immutable;
using System.Globalization;
using KvFleet.Api.Reports;
using KvFleet.Model.Accelerators;

namespace KvFleet.Agent.Probing;

/// <summary>Finds accelerators in sysfs. What cannot be read is as if it were not told.</summary>
/// <param name="root">Where <c>/sys</c> is found; empty for the real one.</param>
internal sealed class PciBus(string root = "")
{
    private const string Nvidia = "10de";
    private const string Amd = "1002";
    private const string Intel = "8086";
    private const string Habana = "1da3";

    // Classes: 3D controller, other display controller, processing accelerator; and VGA for cards that also have a display.
    private static readonly string[] Classes = ["0302", "0380", "1200"];
    private const string Vga = "0300";
    private const string IntegratedAddress = "0000:00:02.0";

    /// <summary>The accelerators, by address.</summary>
    public ImmutableArray<AcceleratorReport> Accelerators()
    {
        var devices = $"{root}/sys/bus/pci/devices";
        try
        {
            return Directory.Exists(devices)
                ? [.. Directory.EnumerateFileSystemEntries(devices).Order(StringComparer.Ordinal).Select(Look).OfType<AcceleratorReport>()]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static AcceleratorReport? Look(string device)
    {
        var (vendor, model, kind) = (Hex(device, "vendor"), Hex(device, "device"), Hex(device, "class"));
        if (vendor is not (Nvidia or Amd or Intel or Habana) || model.Length == 0 || kind.Length < 4)
            return null;
        var address = Path.GetFileName(device);
        var isAccelerator = Classes.Contains(kind[..4], StringComparer.Ordinal) || (kind[..4] == Vga && vendor is Nvidia or Amd or Intel);
        // Intel's bus is full of display controllers that are part of the processor.
        if (!isAccelerator || (vendor == Intel && address == IntegratedAddress))
            return null;
        var (link, most) = (Link(device, "current"), Link(device, "max"));
        return new AcceleratorReport
        {
            Address = address,
            PciId = $"{vendor}:{model}",
            NumaNode = Number(device, "numa_node") ?? -1,
            Link = link?.ToString(),
            MaxLink = most?.ToString(),
            LinkDegraded = link is not null && most is not null && link.Lanes < most.Lanes,
        };
    }

    private static PciLink? Link(string device, string which)
    {
        // "32.0 GT/s PCIe", "16 GT/s" on older kernels, "Unknown" where there is none.
        var speed = Read(device, $"{which}_link_speed").Split(' ')[0];
        return double.TryParse(speed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var gigatransfers)
            && PciLink.GenerationOf(gigatransfers) is > 0 and var generation
            && Number(device, $"{which}_link_width") is > 0 and <= 32 and var lanes
                ? new PciLink(generation, lanes)
                : null;
    }

    private static string Hex(string device, string file) => Read(device, file) is ['0', 'x', .. var digits] ? digits : "";

    private static int? Number(string device, string file)
        => int.TryParse(Read(device, file), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Read(string device, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(device, file)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
