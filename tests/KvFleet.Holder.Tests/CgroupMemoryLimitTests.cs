using KvFleet.Holder.Limits;

namespace KvFleet.Holder.Tests;

/// <summary>The limit as containers of both cgroup versions show it, with and without a cgroup namespace.</summary>
public sealed class CgroupMemoryLimitTests : IDisposable
{
    private const string Version1Mount = "36 24 0:30 {0} /sys/fs/cgroup/memory ro,nosuid - cgroup cgroup rw,memory";
    private const string Version2Mount = "30 24 0:26 {0} /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw,nsdelegate";
    private readonly string _root = Directory.CreateTempSubdirectory("kvfleet-").FullName;

    [Fact]
    public void Version_2_in_its_own_namespace()
    {
        Write("proc/self/cgroup", "0::/\n");
        Mount(Version2Mount, "/");
        Write("sys/fs/cgroup/memory.max", "1073741824\n");
        CgroupMemoryLimit.Read(_root).ShouldBe(1 << 30);
    }

    [Fact]
    public void Version_2_on_the_host_takes_the_smallest_of_all_ancestors()
    {
        Write("proc/self/cgroup", "0::/kubepods/pod1/c1\n");
        Mount(Version2Mount, "/");
        Write("sys/fs/cgroup/kubepods/memory.max", "9999999999\n");
        Write("sys/fs/cgroup/kubepods/pod1/memory.max", "1000000\n");
        Write("sys/fs/cgroup/kubepods/pod1/c1/memory.max", "max\n");
        CgroupMemoryLimit.Read(_root).ShouldBe(1_000_000);
    }

    [Fact]
    public void Version_1_without_a_namespace_shows_the_container_as_its_root()
    {
        Write("proc/self/cgroup", "5:cpu,cpuacct:/kubepods/pod1/c1\n4:memory:/kubepods/pod1/c1\n0::/\n");
        Mount(Version1Mount, "/kubepods/pod1/c1");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "2000000\n");
        CgroupMemoryLimit.Read(_root).ShouldBe(2_000_000);
    }

    [Fact]
    public void The_largest_number_of_version_1_means_no_limit()
    {
        Write("proc/self/cgroup", "4:memory:/a\n");
        Mount(Version1Mount, "/");
        Write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "9223372036854771712\n");
        CgroupMemoryLimit.Read(_root).ShouldBeNull();
    }

    [Fact]
    public void A_mount_root_outside_the_namespace_leads_to_the_mount_point_itself()
    {
        Write("proc/self/cgroup", "0::/\n");
        Mount(Version2Mount, "/../../c1");
        Write("sys/fs/cgroup/memory.max", "4096\n");
        CgroupMemoryLimit.Read(_root).ShouldBe(4096);
    }

    [Fact]
    public void Nothing_mounted_or_readable_is_no_limit()
    {
        CgroupMemoryLimit.Read(_root).ShouldBeNull();
        Write("proc/self/cgroup", "nonsense\n\n1:a\n");
        Write("proc/self/mountinfo", "nonsense\n - \n");
        CgroupMemoryLimit.Read(_root).ShouldBeNull();
    }

    [Fact]
    public void The_real_machine_can_be_read() => Should.NotThrow(() => CgroupMemoryLimit.Read());

    [Theory]
    [InlineData(0)]
    [InlineData(1L << 30)]
    [InlineData(64L << 30)]
    public void The_planned_overhead_of_a_holder_covers_what_it_insists_on(long bytes) =>
        (bytes + (32L << 20) + (bytes / 256)).ShouldBeGreaterThanOrEqualTo(HolderNeeds.LimitFor(bytes));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Mount(string line, string mountRoot) =>
        Write("proc/self/mountinfo", $"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n{line.Replace("{0}", mountRoot, StringComparison.Ordinal)}\n");

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
