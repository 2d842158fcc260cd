using KvFleet.NodePlugin.Tests.Support;
using KvFleet.NodePlugin.Volumes;

namespace KvFleet.NodePlugin.Tests.Volumes;

public class MountTableTests
{
    private const string Target = "/var/lib/kubelet/pods/u/volumes/kubernetes.io~csi/kv/mount";

    [Fact]
    public void A_mount_of_ours_is_found_by_its_place()
    {
        var entry = MountTable.Parse($"170 239 0:65 / {Target} rw,nosuid,nodev,noexec,relatime shared:112 - tmpfs kvfleet rw,size=1024k,nr_inodes=16,mode=755").ShouldNotBeNull();

        (entry.MountPoint, entry.Type, entry.Source).ShouldBe((Target, "tmpfs", "kvfleet"));
        entry.Options.ShouldBe(["rw", "nosuid", "nodev", "noexec", "relatime"]);
    }

    [Theory]
    [InlineData("36 35 98:0 /mnt1 /mnt2 rw,noatime - ext3 /dev/root rw", "/mnt2", "no optional field")]
    [InlineData("36 35 98:0 /mnt1 /mnt2 rw master:1 shared:2 propagate_from:3 - ext3 /dev/root rw", "/mnt2", "several")]
    [InlineData(@"36 35 98:0 / /a\040b\134c rw - tmpfs x\040y rw", @"/a b\c", "escapes")]
    [InlineData("36 35 98:0 / /mnt rw - tmpfs", null, "cut short")]
    [InlineData("", null, "empty")]
    public void Lines_of_all_forms_are_read(string line, string? place, string _) => MountTable.Parse(line)?.MountPoint.ShouldBe(place);

    [Fact]
    public void Of_several_mounts_at_one_place_the_last_is_the_one_seen()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllLines(directory.At("mountinfo"), [$"1 0 0:1 / {Target} rw - tmpfs kvfleet rw", $"2 0 0:2 / {Target} rw - nfs server:/x rw", "3 0 0:3 / / rw - ext4 x rw"]);

        MountTable.Find(Target, directory.At("mountinfo"))!.Type.ShouldBe("nfs");
        MountTable.Find("/elsewhere", directory.At("mountinfo")).ShouldBeNull();
    }
}
