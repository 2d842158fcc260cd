using System.Globalization;
using KvFleet.Model.Accelerators;

namespace KvFleet.Planning.Inventory;

/// <summary>AMD: node labeller labels, today's and the legacy <c>beta.</c> ones (also as <c>KEY.VALUE=count</c>); <c>amd.com/gpu</c> or a partition's name as resource. No label tells the count.</summary>
internal static class AmdRules
{
    private const string Prefix = "amd.com/gpu.";
    private const string Legacy = "beta.amd.com/gpu.";

    public static VendorRules Rules { get; } = new(Devices, Announced, Facts);

    private static long Devices(NodeFacts node) => node.Resources(static name => name.StartsWith("amd.com/", StringComparison.Ordinal));

    private static bool Announced(NodeFacts node)
        => node.Labels.Keys.Any(static key => key.StartsWith(Prefix, StringComparison.Ordinal) || key.StartsWith(Legacy, StringComparison.Ordinal))
            || node.IsTrue("feature.node.kubernetes.io/amd-gpu")
            || node.HasPci("1002");

    private static AcceleratorFacts Facts(NodeFacts node)
    {
        var device = Value(node, "device-id");
        var product = Value(node, "product-name");
        return new AcceleratorFacts(
            AcceleratorVendor.Amd,
            product.Length > 0 || device.Length == 0 ? product : $"device-{device}",
            Memory(Value(node, "vram")),
            (int)Math.Min(Devices(node), int.MaxValue));
    }

    private static string Value(NodeFacts node, string property)
    {
        if (node.FirstLabel(Prefix + property, Legacy + property) is { Length: > 0 } value)
        {
            return value;
        }

        // The oldest labeller put the value into the key: beta.amd.com/gpu.vram.64G=8. On a mixed node the first by name keeps the answer stable.
        var key = node.Labels.Keys
            .Where(name => name.StartsWith($"{Legacy}{property}.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        return key is null ? "" : key[(Legacy.Length + property.Length + 1)..];
    }

    /// <summary>"192G" in bytes. Drivers truncate differently (one MI300X says 191G, another 192G), so it is rounded up to 4 GiB.</summary>
    private static long Memory(string vram)
    {
        if (vram.Length < 2 || !long.TryParse(vram.AsSpan(0, vram.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 1 << 24)
        {
            return 0;
        }

        const long step = 4L << 30;
        var bytes = char.ToUpperInvariant(vram[^1]) switch
        {
            'G' => number << 30,
            'M' => number << 20,
            _ => 0,
        };
        return (bytes + step - 1) / step * step;
    }
}
