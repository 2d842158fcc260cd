using KvFleet.Agent.Hosting;
using KvFleet.Store.Extents;

namespace KvFleet.Agent.Tests.Hosting;

public sealed class MachineFactsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kvfleet-").FullName;

    [Fact]
    public void Facts_come_from_proc_and_sys()
    {
        Put("/proc/sys/kernel/random/boot_id", "abc\n");
        Put("/proc/meminfo", "MemTotal:       1024 kB\nMemFree: 1 kB\n");
        Put("/sys/devices/system/cpu/online", "0-3,8-9,11\n");
        Put("/sys/devices/system/node/node0/meminfo", "Node 0 MemTotal:       512 kB\n");
        Put("/sys/devices/system/node/node1/meminfo", "Node 1 MemTotal:       0 kB\n");
        Put("/sys/devices/system/node/node10/meminfo", "Node 10 MemTotal:      256 kB\n");
        Directory.CreateDirectory(_root + "/sys/devices/system/node/nodestuff");

        var facts = new MachineFacts(_root);

        (facts.BootId, facts.MemoryTotalBytes, facts.Processors).ShouldBe(("abc", 1 << 20, 7));
        facts.NumaNodes.ShouldBe([new NumaNode(0, 512 << 10), new NumaNode(1, 0), new NumaNode(10, 256 << 10)]);
    }

    [Fact]
    public void What_cannot_be_read_is_nothing()
    {
        var facts = new MachineFacts(_root);

        (facts.BootId, facts.MemoryTotalBytes, facts.Processors).ShouldBe(("", 0, Environment.ProcessorCount));
        facts.NumaNodes.ShouldBeEmpty();
    }

    [Fact]
    public void This_machine_has_facts()
    {
        var facts = new MachineFacts();

        facts.BootId.Length.ShouldBe(36);
        facts.MemoryTotalBytes.ShouldBeGreaterThan(0);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root + path)!);
        File.WriteAllText(_root + path, text);
    }
}
