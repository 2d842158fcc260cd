using KvFleet.Native;
using KvFleet.NodePlugin.Tests.Support;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.Volume;

namespace KvFleet.NodePlugin.Tests.Volumes;

/// <summary>Real mounts, in a directory of the test's own.</summary>
public sealed class TmpfsVolumesTests : IDisposable
{
    private readonly TemporaryDirectory _kubelet = new();
    private readonly TmpfsVolumes _volumes;
    private readonly string _target;

    public TmpfsVolumesTests()
    {
        _volumes = new TmpfsVolumes(_kubelet.Path);
        Directory.CreateDirectory(_kubelet.At("pods", "u", "kv"));
        _target = _kubelet.At("pods", "u", "kv", "mount");
    }

    [Fact]
    public void A_volume_is_small_and_nothing_in_it_can_be_executed()
    {
        Privilege.RequireMounting();

        _volumes.Attach(_target, readOnly: false);

        _volumes.Inspect(_target).ShouldBe(TargetState.Ours);
        MountTable.Find(_target)!.Options.ShouldBe(["rw", "nosuid", "nodev", "noexec", "relatime"]);
        File.GetUnixFileMode(_target).ShouldBe((UnixFileMode)0b111_101_101);
        Should.Throw<IOException>(() => File.WriteAllBytes(Path.Combine(_target, "large"), new byte[2 * 1024 * 1024]));
        Should.Throw<IOException>(() =>
        {
            for (var count = 0; count < 20; count++)
                File.WriteAllText(Path.Combine(_target, $"{count}"), "");
        });
    }

    [Fact]
    public void Where_it_propagates_to_a_read_only_volume_is_read_only_and_here_it_is_writable()
    {
        Privilege.RequireMounting();
        using var host = new TemporaryDirectory();
        Mount.Tmpfs(_kubelet.Path, 1 << 20, 100, (UnixFileMode)0b111_101_101, MountFlags.None);
        Mount.SetPropagation(_kubelet.Path, MountPropagation.Shared);
        Mount.Bind(_kubelet.Path, host.Path);
        try
        {
            Directory.CreateDirectory(_kubelet.At("pods", "u", "kv"));

            _volumes.Attach(_target, readOnly: true);

            File.WriteAllText(Path.Combine(_target, "status.json"), "ours");
            var seen = host.At("pods", "u", "kv", "mount");
            File.ReadAllText(Path.Combine(seen, "status.json")).ShouldBe("ours");
            Should.Throw<IOException>(() => File.WriteAllText(Path.Combine(seen, "x"), ""));
            MountTable.Find(seen)!.Options.ShouldBe(["ro", "nosuid", "nodev", "noexec", "relatime"]);

            _volumes.MakeWritable(_target);
            Should.Throw<IOException>(() => File.WriteAllText(Path.Combine(seen, "x"), ""));
            _volumes.Detach(_target);
            MountTable.Find(seen).ShouldBeNull();
        }
        finally
        {
            Mount.Unmount(_target, detach: true);
            Mount.Unmount(host.Path, detach: true);
            Mount.Unmount(_kubelet.Path, detach: true);
        }
    }

    [Fact]
    public void A_client_reaches_the_socket_of_a_read_only_volume()
    {
        Privilege.RequireMounting();
        _volumes.Attach(_target, readOnly: true);
        using var root = _volumes.OpenRoot(_target);
        using var listener = VolumeSocket.Listen(root, VolumeRole.Engine);
        Mount.Remount(_target, MountFlags.Safe | MountFlags.ReadOnly);

        using var client = UnixSocket.Connect(Path.Combine(_target, "kvfleet.sock"));
    }

    [Fact]
    public void Detaching_takes_every_mount_of_ours_and_the_directory()
    {
        Privilege.RequireMounting();
        _volumes.Attach(_target, readOnly: false);
        _volumes.Attach(_target, readOnly: false);

        _volumes.Detach(_target);
        _volumes.Detach(_target);

        Directory.Exists(_target).ShouldBeFalse();
    }

    [Fact]
    public void Somebody_elses_mount_stays()
    {
        Privilege.RequireMounting();
        Directory.CreateDirectory(_target);
        Mount.Attach("somebody", _target, "tmpfs", MountFlags.Safe, "size=4096");
        File.WriteAllText(Path.Combine(_target, "x"), "");

        _volumes.Inspect(_target).ShouldBe(TargetState.Foreign);
        _volumes.Detach(_target);

        _volumes.Inspect(_target).ShouldBe(TargetState.Foreign);
    }

    [Fact]
    public void A_volume_in_use_can_be_detached()
    {
        Privilege.RequireMounting();
        _volumes.Attach(_target, readOnly: false);
        using var file = File.Create(Path.Combine(_target, "open"));

        _volumes.Detach(_target);

        Directory.Exists(_target).ShouldBeFalse();
    }

    [Theory]
    [InlineData("pods")]
    [InlineData("pods/u")]
    [InlineData("pods/u/kv")]
    [InlineData("pods/u/kv/mount")]
    public void A_symbolic_link_anywhere_on_the_way_is_refused(string link)
    {
        using var elsewhere = new TemporaryDirectory();
        Directory.CreateDirectory(elsewhere.At("u", "kv", "mount"));
        Directory.CreateDirectory(elsewhere.At("kv", "mount"));
        Directory.CreateDirectory(elsewhere.At("mount"));
        var place = _kubelet.At(link);
        if (Directory.Exists(place))
            Directory.Delete(place, recursive: true);
        Directory.CreateSymbolicLink(place, elsewhere.Path);

        Should.Throw<NativeException>(() => _volumes.Attach(_target, readOnly: false)).ErrorName.ShouldBe("ENOTDIR");
        Should.Throw<NativeException>(() => _volumes.OpenRoot(_target)).ErrorName.ShouldBe("ENOTDIR");
    }

    [Fact]
    public void A_target_that_never_existed_counts_as_detached() => _volumes.Detach(_kubelet.At("pods", "gone", "kv", "mount"));

    public void Dispose()
    {
        while (Mount.Unmount(_target, detach: true))
        {
            // However many there are.
        }

        _kubelet.Dispose();
    }
}
