using KvFleet.Model.Accelerators;

namespace KvFleet.Planning.Inventory;

/// <summary>Intel GPUs: the resources <c>gpu.intel.com/i915</c> and <c>xe</c> (by kernel driver); product labels exist for data-center models. A bare PCI vendor label says nothing: every Intel chipset has it.</summary>
internal static class IntelRules
{
    public static VendorRules Rules { get; } = new(Devices, node => node.Label("gpu.intel.com/product").Length > 0, Facts);

    private static long Devices(NodeFacts node) => node.Resources(static name => name is "gpu.intel.com/i915" or "gpu.intel.com/xe");

    private static AcceleratorFacts Facts(NodeFacts node)
    {
        var count = node.Number("gpu.intel.com/device.count");
        return new AcceleratorFacts(
            AcceleratorVendor.Intel,
            node.FirstLabel("gpu.intel.com/product", "gpu.intel.com/family"),
            0,
            (int)Math.Min(count > 0 ? count : Devices(node), int.MaxValue));
    }
}
