namespace KvFleet.Native.Tests;

/// <summary>Real mounts below a directory of their own; need CAP_SYS_ADMIN.</summary>
public sealed class MountTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kvfleet-mount-").FullName;
    private readonly List<string> _mounted = [];

    [Fact]
    public void A_tmpfs_has_its_size_mode_and_restrictions_until_it_is_unmounted()
    {
        var target = MountTmpfs("a");
        Mount.IsMountPoint(target).ShouldBeTrue();
        File.GetUnixFileMode(target).ShouldBe((UnixFileMode)0b111_101_101);
        var line = File.ReadLines("/proc/self/mountinfo").Single(line => line.Contains($" {target} ", StringComparison.Ordinal));
        line.ShouldContain("nosuid,nodev,noexec");
        line.ShouldContain("size=1024k");

        Mount.Unmount(target).ShouldBeTrue();
        Mount.IsMountPoint(target).ShouldBeFalse();
        Mount.Unmount(target).ShouldBeFalse("nothing is mounted any more");
    }

    [Fact]
    public void A_bind_mount_can_be_made_read_only_without_touching_its_origin()
    {
        var origin = MountTmpfs("origin");
        var copy = Directory.CreateDirectory(Path.Combine(_directory, "copy")).FullName;
        Mount.Bind(origin, copy);
        _mounted.Add(copy);
        Mount.IsMountPoint(copy).ShouldBeTrue();
        Mount.Remount(copy, MountFlags.ReadOnly | MountFlags.Safe);

        File.WriteAllText(Path.Combine(origin, "file"), "x");
        File.ReadAllText(Path.Combine(copy, "file")).ShouldBe("x");
        Should.Throw<IOException>(() => File.WriteAllText(Path.Combine(copy, "file"), "y"));
    }

    [Fact]
    public void A_mount_in_use_is_kept_unless_detached()
    {
        var target = MountTmpfs("busy");
        using (File.Create(Path.Combine(target, "open")))
        {
            var failure = Should.Throw<NativeException>(() => Mount.Unmount(target));
            failure.ErrorNumber.ShouldBe(Errno.EBUSY);
            Mount.Unmount(target, detach: true).ShouldBeTrue();
        }

        Mount.IsMountPoint(target).ShouldBeFalse();
    }

    [Fact]
    public void Propagation_can_be_set_on_mount_points_only()
    {
        var target = MountTmpfs("shared");
        Mount.SetPropagation(target, MountPropagation.Shared);
        File.ReadLines("/proc/self/mountinfo").Single(line => line.Contains($" {target} ", StringComparison.Ordinal)).ShouldContain("shared:");
        var plain = Directory.CreateDirectory(Path.Combine(_directory, "plain")).FullName;
        Should.Throw<NativeException>(() => Mount.SetPropagation(plain, MountPropagation.Private)).ErrorNumber.ShouldBe(Errno.EINVAL);
    }

    [Fact]
    public void A_missing_path_is_no_mount_point() => Mount.IsMountPoint(Path.Combine(_directory, "missing")).ShouldBeFalse();

    [Fact]
    public void The_root_is_a_mount_point() => Mount.IsMountPoint("/").ShouldBeTrue();

    public void Dispose()
    {
        foreach (var target in Enumerable.Reverse(_mounted))
            Mount.Unmount(target, detach: true);
        Directory.Delete(_directory, recursive: true);
    }

    private string MountTmpfs(string name)
    {
        var target = Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;
        try
        {
            Mount.Tmpfs(target, 1 << 20, 64, (UnixFileMode)0b111_101_101, MountFlags.Safe);
        }
        catch (NativeException failure) when (failure.ErrorNumber == Errno.EPERM)
        {
            failure.Remedy.ShouldNotBeNull().ShouldContain("CAP_SYS_ADMIN");
            Assert.Skip("mounting needs CAP_SYS_ADMIN");
        }

        _mounted.Add(target);
        return target;
    }
}
