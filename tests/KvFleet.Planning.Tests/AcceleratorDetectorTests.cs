using KvFleet.Model.Accelerators;

namespace KvFleet.Planning.Tests;

public sealed class AcceleratorDetectorTests
{
    private static Dictionary<string, string> Labels(params (string Key, string Value)[] labels) => labels.ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal);

    private static readonly Dictionary<string, long> Nothing = Fleet.Map();

    [Fact]
    public void NVIDIA_is_told_by_feature_discovery()
    {
        var labels = Labels(("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3"), ("nvidia.com/gpu.memory", "81559"), ("nvidia.com/gpu.count", "8"), ("nvidia.com/gpu.present", "true"));

        AcceleratorDetector.Detect(labels, Fleet.Map(("nvidia.com/gpu", 8), ("cpu", 192)))
            .ShouldBe(new AcceleratorFacts(AcceleratorVendor.Nvidia, "NVIDIA-H100-80GB-HBM3", 81_559L << 20, 8));
    }

    [Theory]
    [InlineData("NVIDIA-A100-SXM4-40GB-SHARED", "NVIDIA-A100-SXM4-40GB")]
    [InlineData("NVIDIA-A100-SXM4-40GB-MIG-1g.5gb", "NVIDIA-A100-SXM4-40GB")]
    [InlineData("NVIDIA-A100-SXM4-40GB-MIG-1g.5gb-SHARED", "NVIDIA-A100-SXM4-40GB")]
    [InlineData("NVIDIA-L40S", "NVIDIA-L40S")]
    public void Suffixes_of_sharing_and_partitions_are_stripped(string label, string product)
        => AcceleratorDetector.Detect(Labels(("nvidia.com/gpu.product", label)), Fleet.Map(("nvidia.com/gpu", 1))).Product.ShouldBe(product);

    [Fact]
    public void Time_slicing_does_not_multiply_the_GPUs()
    {
        AcceleratorDetector.Detect(Labels(("nvidia.com/gpu.replicas", "4"), ("nvidia.com/gpu.count", "2")), Fleet.Map(("nvidia.com/gpu.shared", 8))).Count.ShouldBe(2);
        AcceleratorDetector.Detect(Labels(("nvidia.com/gpu.replicas", "4")), Fleet.Map(("nvidia.com/gpu.shared", 8))).Count.ShouldBe(2);
    }

    [Fact]
    public void Partitions_alone_are_NVIDIA_of_unknown_count()
        => AcceleratorDetector.Detect(Labels(), Fleet.Map(("nvidia.com/mig-1g.10gb", 7))).ShouldBe(new AcceleratorFacts(AcceleratorVendor.Nvidia, "", 0, 0));

    [Fact]
    public void AMD_counts_by_what_is_allocatable()
        => AcceleratorDetector.Detect(
                Labels(("amd.com/gpu.product-name", "AMD_Instinct_MI300X_OAM"), ("amd.com/gpu.vram", "192G"), ("amd.com/gpu.device-id", "74a1")),
                Fleet.Map(("amd.com/gpu", 7)),
                Fleet.Map(("amd.com/gpu", 8)))
            .ShouldBe(new AcceleratorFacts(AcceleratorVendor.Amd, "AMD_Instinct_MI300X_OAM", 192 * Fleet.Gi, 7));

    [Theory]
    [InlineData("beta.amd.com/gpu.vram", "191G", 192)]
    [InlineData("beta.amd.com/gpu.vram.64G", "8", 64)]
    [InlineData("amd.com/gpu.vram", "16368M", 16)]
    [InlineData("amd.com/gpu.vram", "lots", 0)]
    [InlineData("amd.com/gpu.vram", "G", 0)]
    [InlineData("amd.com/gpu.vram", "99999999999999G", 0)]
    public void AMD_memory_is_read_from_todays_and_legacy_labels(string key, string value, long gibibytes)
        => AcceleratorDetector.Detect(Labels((key, value)), Fleet.Map(("amd.com/gpu", 8))).MemoryBytes.ShouldBe(gibibytes * Fleet.Gi);

    [Fact]
    public void AMD_without_a_product_name_goes_by_its_device_id()
        => AcceleratorDetector.Detect(Labels(("beta.amd.com/gpu.device-id.74b5", "8")), Fleet.Map(("amd.com/gpu", 8))).Product.ShouldBe("device-74b5");

    [Fact]
    public void AMD_partitions_count_as_offered()
        => AcceleratorDetector.Detect(Labels(), Fleet.Map(("amd.com/cpx_nps4", 64))).ShouldBe(new AcceleratorFacts(AcceleratorVendor.Amd, "", 0, 64));

    [Theory]
    [InlineData("gpu.intel.com/i915")]
    [InlineData("gpu.intel.com/xe")]
    public void Intel_is_told_by_its_resources(string resource)
        => AcceleratorDetector.Detect(Labels(("gpu.intel.com/product", "Max_1550")), Fleet.Map((resource, 2))).ShouldBe(new AcceleratorFacts(AcceleratorVendor.Intel, "Max_1550", 0, 2));

    [Fact]
    public void Gaudi_is_told_by_its_resource()
        => AcceleratorDetector.Detect(Labels(), Fleet.Map(("habana.ai/gaudi", 8))).ShouldBe(new AcceleratorFacts(AcceleratorVendor.Gaudi, "", 0, 8));

    [Theory]
    [InlineData("feature.node.kubernetes.io/pci-10de.present", AcceleratorVendor.Nvidia)]
    [InlineData("feature.node.kubernetes.io/pci-0302_10de.present", AcceleratorVendor.Nvidia)]
    [InlineData("feature.node.kubernetes.io/pci-1002.present", AcceleratorVendor.Amd)]
    [InlineData("feature.node.kubernetes.io/amd-gpu", AcceleratorVendor.Amd)]
    [InlineData("feature.node.kubernetes.io/pci-1da3.present", AcceleratorVendor.Gaudi)]
    [InlineData("feature.node.kubernetes.io/pci-8086.present", AcceleratorVendor.None)]
    public void A_PCI_label_announces_what_no_plugin_offers_yet(string label, AcceleratorVendor vendor)
    {
        AcceleratorDetector.Detect(Labels((label, "true")), Nothing).Vendor.ShouldBe(vendor);
        AcceleratorDetector.Detect(Labels((label, "false")), Nothing).Vendor.ShouldBe(AcceleratorVendor.None);
    }

    [Fact]
    public void What_a_plugin_offers_wins_over_what_a_label_announces()
        => AcceleratorDetector.Detect(Labels(("feature.node.kubernetes.io/pci-10de.present", "true")), Fleet.Map(("amd.com/gpu", 8))).Vendor.ShouldBe(AcceleratorVendor.Amd);

    [Fact]
    public void A_node_without_accelerators_has_none()
    {
        AcceleratorDetector.Detect(Labels(("kubernetes.io/os", "linux")), Fleet.Map(("cpu", 8), ("memory", 1 << 30))).ShouldBe(AcceleratorFacts.None);
        AcceleratorDetector.Detect(Labels(), Fleet.Map(("nvidia.com/gpu", 0))).ShouldBe(AcceleratorFacts.None);
    }

    [Fact]
    public void Capacity_serves_where_allocatable_lacks_the_resource()
        => AcceleratorDetector.Detect(Labels(), Nothing, Fleet.Map(("habana.ai/gaudi", 8))).Count.ShouldBe(8);

    [Theory]
    [InlineData("minus one")]
    [InlineData("-8")]
    [InlineData("99999999999999999999")]
    public void Malformed_labels_are_as_if_they_were_not_there(string value)
    {
        var facts = AcceleratorDetector.Detect(Labels(("nvidia.com/gpu.count", value), ("nvidia.com/gpu.memory", value), ("nvidia.com/gpu.replicas", value)), Fleet.Map(("nvidia.com/gpu", 4)));

        facts.ShouldBe(new AcceleratorFacts(AcceleratorVendor.Nvidia, "", 0, 4));
    }
}
