using System.Text;
using KvFleet.Model.Accelerators;
using KvFleet.Operator.Exporters;

namespace KvFleet.Operator.Tests.Exporters;

/// <summary>Pages of each vendor's exporter.</summary>
public sealed class ExporterPageTests
{
    private const double Mebi = 1 << 20;

    [Fact]
    public void DCGM_tells_memory_in_mebibytes_and_the_link_in_bytes_a_second()
    {
        var readings = Read("dcgm.prom");

        readings.Count.ShouldBe(8);
        var first = readings[0];
        (first.Vendor, first.Node, first.Product).ShouldBe((AcceleratorVendor.Nvidia, "gpu-node-a", "NVIDIA H100 80GB HBM3"));
        first.Id.ShouldStartWith("GPU-0f3a2b10");
        first.MemoryUsedBytes.ShouldBe(71_950 * Mebi);
        first.MemoryTotalBytes.ShouldBe((71_950 + 9050 + 559) * Mebi);
        first.Utilization!.Value.ShouldBe(0.87, 1e-9);
        first.LinkBytesPerSecond.ShouldBe(21_474_836_480);
    }

    [Fact]
    public void A_blank_of_DCGM_is_no_figure()
    {
        var lost = Read("dcgm.prom")[6];

        lost.MemoryUsedBytes.ShouldBeNull();
        lost.MemoryTotalBytes.ShouldBeNull();
    }

    [Fact]
    public void Hardware_errors_are_faults_and_programs_errors_are_not()
    {
        var readings = Read("dcgm.prom");

        readings[6].Faults.ShouldBe(["XID 79: fallen off the bus"]);
        readings[7].Faults.ShouldBe(["row remapping failed"]);
        readings.Where((_, index) => index is not 6 and not 7).SelectMany(reading => reading.Faults).ShouldBeEmpty();
    }

    [Fact]
    public void The_node_is_read_by_either_spelling() => Read("dcgm-lowercase.prom").Single().Node.ShouldBe("gpu-node-a");

    [Fact]
    public void Localhost_names_no_node()
        => ExporterPage.Read("DCGM_FI_DEV_FB_USED{UUID=\"a\",Hostname=\"localhost\"} 1\n"u8).Single().Node.ShouldBe("");

    [Theory]
    [InlineData("")]
    [InlineData("amd_")]
    public void AMD_tells_memory_in_mebibytes_and_the_link_in_megabits_with_or_without_a_prefix(string prefix)
    {
        var text = Text("amd.prom").Replace("\ngpu_", $"\n{prefix}gpu_", StringComparison.Ordinal).Replace("\npcie_", $"\n{prefix}pcie_", StringComparison.Ordinal);
        var readings = ExporterPage.Read(Encoding.UTF8.GetBytes(text));

        readings.Count.ShouldBe(8);
        (readings[0].Vendor, readings[0].Node, readings[0].Id).ShouldBe((AcceleratorVendor.Amd, "amd-node-b", "692431000300"));
        readings[0].MemoryTotalBytes.ShouldBe(196_592 * Mebi);
        readings[0].LinkBytesPerSecond.ShouldBe(16e9);
        readings.Where(reading => reading.Faults.Count > 0).Select(reading => reading.Id).ShouldBe(["692431000305"]);
    }

    [Fact]
    public void Intels_tiles_add_up_to_their_card_and_its_link_is_a_counter()
    {
        var readings = Read("xpum1.prom");

        readings.Count.ShouldBe(2);
        readings[0].MemoryUsedBytes.ShouldBe(2 * 17_179_869_184.0);
        readings[0].MemoryTotalBytes.ShouldBeNull();
        readings[0].LinkBytesTotal.ShouldBe(987_654_321_000);
        readings[0].LinkBytesPerSecond.ShouldBeNull();
    }

    [Fact]
    public void Intels_second_names_mean_the_same()
    {
        var (first, second) = (Read("xpum1.prom")[0], Read("xpum2.prom")[0]);

        second.Id.ShouldBe(first.Id);
        second.MemoryUsedBytes.ShouldBe(first.MemoryUsedBytes);
        second.LinkBytesTotal.ShouldBe(first.LinkBytesTotal);
        second.MemoryTotalBytes.ShouldBe(137_438_953_472);
        second.Utilization.ShouldBe(0.61);
    }

    [Fact]
    public void Gaudi_tells_memory_in_bytes_and_broken_rows()
    {
        var readings = Read("gaudi.prom");

        readings.Count.ShouldBe(8);
        readings[0].MemoryTotalBytes.ShouldBe(137_438_953_472);
        readings[0].Utilization.ShouldBe(0.73);
        readings[2].Faults.ShouldBe(["rows with double-bit ECC errors are pending"]);
    }

    [Fact]
    public void Instances_of_a_partitioned_GPU_add_up()
        => ExporterPage.Read("DCGM_FI_DEV_FB_USED{UUID=\"a\",GPU_I_PROFILE=\"1g.10gb\",GPU_I_ID=\"7\"} 100\nDCGM_FI_DEV_FB_USED{UUID=\"a\",GPU_I_PROFILE=\"1g.10gb\",GPU_I_ID=\"8\"} 200\n"u8)
            .Single().MemoryUsedBytes.ShouldBe(300 * Mebi);

    [Fact]
    public void Missing_series_are_missing_and_other_metrics_are_passed_over()
    {
        var reading = ExporterPage.Read("go_goroutines 17\nDCGM_FI_DEV_GPU_TEMP{UUID=\"a\"} 40\nDCGM_FI_DEV_GPU_UTIL{UUID=\"a\"} 50\nDCGM_FI_DEV_FB_USED 1\n"u8).Single();

        reading.Utilization.ShouldBe(0.5);
        reading.MemoryUsedBytes.ShouldBeNull();
        reading.LinkBytesPerSecond.ShouldBeNull();
    }

    private static IReadOnlyList<AcceleratorReading> Read(string page) => ExporterPage.Read(Encoding.UTF8.GetBytes(Text(page)));

    private static string Text(string page) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Exporters", "Pages", page));
}
