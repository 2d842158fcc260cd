using KvFleet.Agent.Probing;

namespace KvFleet.Agent.Tests.Probing;

/// <summary>Accelerators in sysfs, on trees as kernels write them.</summary>
public sealed class PciBusTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("kvfleet-sysfs-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Each_vendors_accelerator_is_found_with_its_NUMA_node_and_link()
    {
        Device("0000:1b:00.0", "0x10de", "0x2330", "0x030200", numa: "0", link: "32.0 GT/s PCIe", lanes: "16");
        Device("0000:2a:00.0", "0x1002", "0x74a1", "0x120000", numa: "1", link: "32.0 GT/s PCIe", lanes: "16");
        Device("0000:3a:00.0", "0x8086", "0x0bd5", "0x038000", numa: "1", link: "32.0 GT/s PCIe", lanes: "16");
        Device("0000:4d:00.0", "0x1da3", "0x1060", "0x120000", numa: "-1", link: "32.0 GT/s PCIe", lanes: "16");

        var found = new PciBus(_root.FullName).Accelerators();

        found.Select(device => (device.Address, device.PciId, device.NumaNode)).ShouldBe(
            [("0000:1b:00.0", "10de:2330", 0), ("0000:2a:00.0", "1002:74a1", 1), ("0000:3a:00.0", "8086:0bd5", 1), ("0000:4d:00.0", "1da3:1060", -1)]);
        found.ShouldAllBe(device => device.Link == "5x16" && device.MaxLink == "5x16" && !device.LinkDegraded);
    }

    [Fact]
    public void What_is_no_accelerator_is_left_out()
    {
        Device("0000:00:02.0", "0x8086", "0x4c8a", "0x030000");
        Device("0000:02:00.0", "0x1a03", "0x2000", "0x030000");
        Device("0000:1b:00.1", "0x10de", "0x10fa", "0x040300");
        Device("0000:3b:00.0", "0x8086", "0x1592", "0x020000");
        Device("0000:05:00.0", "0x10de", "0x22a3", "0x068000");

        new PciBus(_root.FullName).Accelerators().ShouldBeEmpty();
    }

    [Fact]
    public void Fewer_lanes_than_possible_are_a_degraded_link_and_a_sleeping_link_is_not()
    {
        Device("0000:1b:00.0", "0x10de", "0x2330", "0x030200", link: "32.0 GT/s PCIe", lanes: "8");
        Device("0000:1c:00.0", "0x10de", "0x27b8", "0x030200", link: "2.5 GT/s PCIe", lanes: "16");

        var found = new PciBus(_root.FullName).Accelerators();

        (found[0].Link, found[0].MaxLink, found[0].LinkDegraded).ShouldBe(("5x8", "5x16", true));
        (found[1].Link, found[1].MaxLink, found[1].LinkDegraded).ShouldBe(("1x16", "5x16", false));
    }

    [Fact]
    public void What_the_kernel_does_not_tell_is_not_told()
    {
        Device("0000:1b:00.0", "0x10de", "0x2330", "0x030200", numa: null, link: "Unknown", lanes: "0");

        var device = new PciBus(_root.FullName).Accelerators().Single();

        (device.NumaNode, device.Link, device.LinkDegraded).ShouldBe((-1, null, false));
        new PciBus(Path.Combine(_root.FullName, "nowhere")).Accelerators().ShouldBeEmpty();
    }

    private void Device(string address, string vendor, string device, string kind, string? numa = "0", string link = "32.0 GT/s PCIe", string lanes = "16")
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, "sys/bus/pci/devices", address)).FullName;
        Write("vendor", vendor);
        Write("device", device);
        Write("class", kind);
        Write("numa_node", numa);
        Write("current_link_speed", link);
        Write("current_link_width", lanes);
        Write("max_link_speed", "32.0 GT/s PCIe");
        Write("max_link_width", "16");

        void Write(string file, string? text)
        {
            if (text is not null)
                File.WriteAllText(Path.Combine(folder, file), text + "\n");
        }
    }
}
