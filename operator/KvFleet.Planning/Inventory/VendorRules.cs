namespace KvFleet.Planning.Inventory;

/// <summary>How one vendor's accelerators show on a node.</summary>
/// <param name="Devices">Devices that the vendor's plugin offers as resources.</param>
/// <param name="Announced">Whether labels tell that there are some, offered or not.</param>
/// <param name="Facts">Product, memory and count.</param>
internal sealed record VendorRules(Func<NodeFacts, long> Devices, Func<NodeFacts, bool> Announced, Func<NodeFacts, AcceleratorFacts> Facts);
