using KvFleet.Model.Accelerators;

namespace KvFleet.Planning.Inventory;

/// <summary>What a node's labels and resources tell about its accelerators.</summary>
/// <param name="Vendor">Who made them.</param>
/// <param name="Product">The product as its vendor names it, without sharing and partition suffixes; empty if not told.</param>
/// <param name="MemoryBytes">Memory of one accelerator, in bytes; 0 if not told.</param>
/// <param name="Count">Physical accelerators of the node; 0 if not told.</param>
public sealed record AcceleratorFacts(AcceleratorVendor Vendor, string Product, long MemoryBytes, int Count)
{
    /// <summary>A node without accelerators.</summary>
    public static AcceleratorFacts None { get; } = new(AcceleratorVendor.None, "", 0, 0);
}
