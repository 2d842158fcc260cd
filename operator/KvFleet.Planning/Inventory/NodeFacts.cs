using System.Globalization;

namespace KvFleet.Planning.Inventory;

/// <summary>Reads a node's labels and resources.</summary>
internal sealed record NodeFacts(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, long> Allocatable, IReadOnlyDictionary<string, long>? Capacity)
{
    private const string Nfd = "feature.node.kubernetes.io/";

    /// <summary>A label's value, or empty.</summary>
    public string Label(string name) => Labels.GetValueOrDefault(name, "");

    /// <summary>The first of several labels that is there and not empty, or empty.</summary>
    public string FirstLabel(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Label(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return "";
    }

    /// <summary>A label's value as a number; 0 if it is none, negative, or beyond anything a label counts.</summary>
    public long Number(string name)
        => int.TryParse(Label(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Whether a label says true.</summary>
    public bool IsTrue(string name) => string.Equals(Label(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether node feature discovery saw a PCI device of a vendor, whatever the class (<c>pci-10de.present</c>, <c>pci-0302_10de.present</c>).</summary>
    public bool HasPci(string vendor)
        => IsTrue($"{Nfd}pci-{vendor}.present")
            || Labels.Any(label => label.Key.StartsWith($"{Nfd}pci-", StringComparison.Ordinal)
                && label.Key.EndsWith($"_{vendor}.present", StringComparison.Ordinal)
                && string.Equals(label.Value, "true", StringComparison.OrdinalIgnoreCase));

    /// <summary>Devices of all resources whose name matches.</summary>
    public long Resources(Func<string, bool> matches)
    {
        var devices = 0L;
        foreach (var (name, count) in Allocatable)
        {
            devices += matches(name) ? Math.Max(0, count) : 0;
        }

        foreach (var (name, count) in Capacity ?? Allocatable)
        {
            devices += matches(name) && !Allocatable.ContainsKey(name) ? Math.Max(0, count) : 0;
        }

        return devices;
    }
}
