using KvFleet.Model.Accelerators;

namespace KvFleet.Planning.Inventory;

/// <summary>Intel Gaudi: the resource <c>habana.ai/gaudi</c>; neither product nor memory is told by labels.</summary>
internal static class GaudiRules
{
    public static VendorRules Rules { get; } = new(Devices, node => node.HasPci("1da3"), Facts);

    private static long Devices(NodeFacts node) => node.Resources(static name => name is "habana.ai/gaudi");

    private static AcceleratorFacts Facts(NodeFacts node) => new(AcceleratorVendor.Gaudi, "", 0, (int)Math.Min(Devices(node), int.MaxValue));
}
