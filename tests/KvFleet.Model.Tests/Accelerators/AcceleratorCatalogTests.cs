using KvFleet.Model.Accelerators;

namespace KvFleet.Model.Tests.Accelerators;

/// <summary>What is known about accelerators by name and memory.</summary>
public sealed class AcceleratorCatalogTests
{
    private const long GiB = 1L << 30;
    private const long MiB = 1L << 20;

    [Theory]
    [InlineData(AcceleratorVendor.Nvidia, "NVIDIA-H100-80GB-HBM3", 81_559 * MiB, 989.4)]
    [InlineData(AcceleratorVendor.Nvidia, "NVIDIA-H100-PCIe", 81_559 * MiB, 756)]
    [InlineData(AcceleratorVendor.Nvidia, "NVIDIA H200", 143_771 * MiB, 989.4)]
    [InlineData(AcceleratorVendor.Nvidia, "NVIDIA-B200", 183_359 * MiB, 2250)]
    [InlineData(AcceleratorVendor.Nvidia, "NVIDIA-L40S", 46_068 * MiB, 362)]
    [InlineData(AcceleratorVendor.Nvidia, "NVIDIA-L4", 23_034 * MiB, 121)]
    [InlineData(AcceleratorVendor.Amd, "AMD_Instinct_MI300X_OAM", 192 * GiB, 1307)]
    [InlineData(AcceleratorVendor.Amd, "MI355X", 0, 2517)]
    [InlineData(AcceleratorVendor.Gaudi, "", 128_000_000_000, 1835)]
    public void Products_are_found_by_the_names_and_sizes_that_tools_report(AcceleratorVendor vendor, string name, long memory, double teraflops)
    {
        AcceleratorCatalog.BuiltIn.TryGet(vendor, name, memory, out var product).ShouldBeTrue();
        product!.FlopsPerSecond.ShouldBe(teraflops * 1e12);
    }

    [Theory]
    [InlineData("NVIDIA-A100-SXM4-80GB", 81_920 * MiB, 2.039)]
    [InlineData("NVIDIA-A100-SXM4-40GB", 40_960 * MiB, 1.555)]
    public void Variants_of_one_product_differ_by_memory(string name, long memory, double terabytesPerSecond)
    {
        AcceleratorCatalog.BuiltIn.TryGet(AcceleratorVendor.Nvidia, name, memory, out var product).ShouldBeTrue();
        product!.MemoryBytesPerSecond.ShouldBe(terabytesPerSecond * 1e12);
    }

    [Theory]
    [InlineData(AcceleratorVendor.Nvidia, "NVIDIA-X900", 80 * GiB)]
    [InlineData(AcceleratorVendor.Nvidia, "NVIDIA-H100-80GB-HBM3", 40 * GiB)]
    [InlineData(AcceleratorVendor.Amd, "NVIDIA-H100-80GB-HBM3", 80 * GiB)]
    [InlineData(AcceleratorVendor.Gaudi, "", 0)]
    [InlineData(AcceleratorVendor.Gaudi, "", 32 * GiB)]
    [InlineData(AcceleratorVendor.Nvidia, "", 80 * GiB)]
    public void What_does_not_fit_is_unknown(AcceleratorVendor vendor, string name, long memory)
        => AcceleratorCatalog.BuiltIn.TryGet(vendor, name, memory, out _).ShouldBeFalse();

    [Fact]
    public void The_PCI_bus_tells_a_product()
    {
        AcceleratorCatalog.BuiltIn.TryGetByPciId("1da3:1060", out var product).ShouldBeTrue();
        product!.Name.ShouldBe("Intel Gaudi 3");
        AcceleratorCatalog.BuiltIn.TryGetByPciId("8086:0001", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_users_file_wins_and_the_rest_stays()
    {
        var catalog = AcceleratorCatalog.BuiltIn.Merge(
            new StringReader("accelerators:\n  nvidia_l4: { vendor: Nvidia, memory: 24, memoryBandwidth: 0.3, bf16: 100, hostLink: 4x8 }\n"), "mine.yaml");

        catalog.TryGet(AcceleratorVendor.Nvidia, "NVIDIA-L4", 24 * GiB, out var mine).ShouldBeTrue();
        mine!.FlopsPerSecond.ShouldBe(100e12);
        mine.HostLink.PriorBytesPerSecond.ShouldBe(0.8 * 16e9);
        catalog.TryGet(AcceleratorVendor.Nvidia, "NVIDIA-L40S", 48 * GiB, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("accelerators:\n  X: { vendor: Apple, memory: 1, memoryBandwidth: 1, bf16: 1, hostLink: 5x16 }", "f:2:16: 'Apple' is no vendor; give one of Nvidia, Amd, Intel, Gaudi.")]
    [InlineData("accelerators:\n  X: { vendor: Amd, memory: 1, memoryBandwidth: 1, bf16: 1, hostLink: fast }", "hostLink is 'fast'; give a PCI generation and lanes, such as 5x16.")]
    [InlineData("accelerators:\n  X: { vendor: Amd, memory: 0, memoryBandwidth: 1, bf16: 1, hostLink: 5x16 }", "memory is '0'; give a number above 0.")]
    [InlineData("accelerators:\n  X: { vendor: Amd, memory: 1 }", "X: memoryBandwidth is missing; an accelerator needs vendor, memory, memoryBandwidth, bf16, hostLink.")]
    [InlineData("accelerators:\n  X: { vendor: Amd, speed: 1 }", "X has no field 'speed'")]
    [InlineData("accelerators:\n  X Y: { vendor: Amd, memory: 1, memoryBandwidth: 1, bf16: 1, hostLink: 5x16 }\n  x-y: { vendor: Amd, memory: 1, memoryBandwidth: 1, bf16: 1, hostLink: 5x16 }", "listed twice")]
    [InlineData("accelerators:\n  X: { vendor: Amd, memory: 1, memoryBandwidth: 1, bf16: 1, hostLink: 5x16, variants: [{ bf16: 2 }] }", "must have another memory")]
    [InlineData("a: 1", "no field 'a'")]
    public void A_wrong_file_is_refused_with_place_and_remedy(string yaml, string message)
        => Should.Throw<CatalogException>(() => AcceleratorCatalog.Read(new StringReader(yaml), "f")).Message.ShouldContain(message);

    [Theory]
    [InlineData(4, 16, 32e9)]
    [InlineData(5, 16, 64e9)]
    [InlineData(5, 8, 32e9)]
    public void A_link_has_the_rate_of_the_data_sheet(int generation, int lanes, double bytesPerSecond)
        => new PciLink(generation, lanes).BytesPerSecond.ShouldBe(bytesPerSecond);

    [Theory]
    [InlineData(2.5, 1)]
    [InlineData(16.0, 4)]
    [InlineData(32.0, 5)]
    [InlineData(7.0, 0)]
    public void A_speed_in_sysfs_is_a_generation(double gigatransfers, int generation) => PciLink.GenerationOf(gigatransfers).ShouldBe(generation);
}
