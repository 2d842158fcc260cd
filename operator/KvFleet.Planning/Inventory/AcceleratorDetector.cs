namespace KvFleet.Planning.Inventory;

/// <summary>Tells a node's accelerators from its labels and extended resources. Pure; an unknown or malformed label is as if it were not there.</summary>
public static class AcceleratorDetector
{
    /// <summary>
    /// What the node has. A vendor whose device plugin offers devices wins over one that only a label announces (a driver not installed yet); between equals the order is NVIDIA, AMD, Gaudi, Intel.
    /// </summary>
    /// <param name="labels">The Node's labels.</param>
    /// <param name="allocatable">The Node's allocatable resources, by name; only extended ones are looked at.</param>
    /// <param name="capacity">The Node's capacity, used where allocatable lacks a resource; null if unknown.</param>
    public static AcceleratorFacts Detect(
        IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, long> allocatable, IReadOnlyDictionary<string, long>? capacity = null)
    {
        var node = new NodeFacts(labels, allocatable, capacity);
        VendorRules[] vendors = [NvidiaRules.Rules, AmdRules.Rules, GaudiRules.Rules, IntelRules.Rules];
        var found = vendors.FirstOrDefault(vendor => vendor.Devices(node) > 0) ?? vendors.FirstOrDefault(vendor => vendor.Announced(node));
        return found?.Facts(node) ?? AcceleratorFacts.None;
    }
}
