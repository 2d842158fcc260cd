using KvFleet.Model.Accelerators;

namespace KvFleet.Planning.Inventory;

/// <summary>NVIDIA: GPU feature discovery labels; resources <c>nvidia.com/gpu</c>, <c>gpu.shared</c> (renamed by time-slicing) and <c>mig-*</c>.</summary>
internal static class NvidiaRules
{
    public static VendorRules Rules { get; } = new(Devices, Announced, Facts);

    private static long Devices(NodeFacts node) => node.Resources(static name => name is "nvidia.com/gpu" or "nvidia.com/gpu.shared" || IsPartition(name));

    private static bool IsPartition(string resource) => resource.StartsWith("nvidia.com/mig-", StringComparison.Ordinal);

    private static bool Announced(NodeFacts node)
        => node.Label("nvidia.com/gpu.product").Length > 0 || node.IsTrue("nvidia.com/gpu.present") || node.HasPci("10de");

    private static AcceleratorFacts Facts(NodeFacts node)
    {
        var count = node.Number("nvidia.com/gpu.count");
        if (count == 0)
        {
            // Time-slicing multiplies what the plugin offers; partitions do not tell how many GPUs they are cut from.
            count = node.Resources(static name => name is "nvidia.com/gpu" or "nvidia.com/gpu.shared") / Math.Max(1, node.Number("nvidia.com/gpu.replicas"));
        }

        return new AcceleratorFacts(
            AcceleratorVendor.Nvidia,
            Product(node.Label("nvidia.com/gpu.product")),
            node.Number("nvidia.com/gpu.memory") << 20,
            (int)Math.Min(count, int.MaxValue));
    }

    /// <summary>The product without the suffixes for sharing and partitions, which say how it is cut, not what it is.</summary>
    private static string Product(string label)
    {
        if (label.EndsWith("-SHARED", StringComparison.Ordinal))
        {
            label = label[..^"-SHARED".Length];
        }

        var partition = label.IndexOf("-MIG-", StringComparison.Ordinal);
        return partition > 0 ? label[..partition] : label;
    }
}
