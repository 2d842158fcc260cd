using KvFleet.Api.Defaults;
using KvFleet.Api.Filesystems;
using KvFleet.Api.Validation;
using KvFleet.Kubernetes;

namespace KvFleet.Api.Tests;

public sealed class FilesystemValidatorTests
{
    [Fact]
    public void The_shortest_useful_filesystem_gets_all_defaults_and_can_hold_no_program_and_no_device()
    {
        var resolved = FilesystemValidator.Resolve(Gluster()).Filesystem.ShouldNotBeNull();

        (resolved.Directory, resolved.UserId, resolved.GroupId, resolved.HighPercent, resolved.LowPercent, resolved.MinAge).ShouldBe(("kvfleet", 0, null, 85, 70, TimeSpan.FromMinutes(10)));
        (resolved.QuotaBytes, resolved.Inodes).ShouldBe((null, null));
        resolved.MountOptions.ShouldBe(["nosuid", "nodev", "noexec"]);
    }

    [Fact]
    public void Everything_that_is_given_counts()
    {
        var resolved = FilesystemValidator.Resolve(Gluster(spec =>
        {
            spec.Mount!.Options = ["log-level=ERROR", "noexec"];
            spec.Directory = "caches/kv";
            spec.UserId = 1000;
            spec.GroupId = 2000;
            spec.Watermarks = new FilesystemWatermarks { High = 60, Low = 40 };
            spec.Defaults = new Filesystems.FilesystemDefaults { Quota = new ResourceQuantity("1Ti"), Inodes = new ResourceQuantity("1M"), MinAge = "2h" };
        })).Filesystem!;

        resolved.ShouldBe(new ResolvedFilesystem("caches/kv", 1000, 2000, 60, 40, 1L << 40, 1_000_000, TimeSpan.FromHours(2), resolved.MountOptions));
        resolved.MountOptions.ShouldBe(["nosuid", "nodev", "noexec", "log-level=ERROR"]);
    }

    [Fact]
    public void What_the_kubelet_mounts_has_no_options_of_ours() =>
        FilesystemValidator.Resolve(new KVCacheFilesystemSpec { Pvc = new FilesystemClaim { ClaimName = "kv" } }).Filesystem!.MountOptions.ShouldBeNull();

    [Theory]
    [InlineData("ext4"), InlineData("xfs"), InlineData("none"), InlineData("overlay"), InlineData("fuse"), InlineData("9p"), InlineData("tmpfs"), InlineData("--bind"), InlineData("a b")]
    public void Types_that_are_not_shared_or_show_the_node_are_refused(string type)
    {
        var problem = Problem(spec => spec.Mount!.Type = type);

        problem.ShouldContain($"spec.mount.type: is '{type}'");
    }

    [Theory]
    [InlineData("/dev/sda1"), InlineData("/etc"), InlineData("./x"), InlineData("UUID=1-2"), InlineData("-o"), InlineData("a b"), InlineData("")]
    public void Devices_and_directories_of_the_node_are_refused_as_sources(string source)
    {
        var problem = Problem(spec => spec.Mount!.Source = source);

        problem.ShouldContain($"spec.mount.source: is '{source}'");
        problem.ShouldContain("gluster-0:/kv");
    }

    [Theory]
    [InlineData("suid"), InlineData("dev"), InlineData("exec"), InlineData("bind"), InlineData("rbind"), InlineData("remount"), InlineData("loop"), InlineData("ro"), InlineData("x-mount.mkdir"), InlineData("log-file=/etc/passwd")]
    [InlineData("rw,suid"), InlineData("user"), InlineData("fsopt=suid"), InlineData("rw suid")]
    public void An_option_that_is_not_known_to_be_harmless_is_refused_by_its_place(string option)
    {
        var problem = Problem(spec => spec.Mount!.Options = ["rw", option]);

        problem.ShouldContain("spec.mount.options[1]");
        problem.ShouldContain(option);
    }

    [Fact]
    public void There_is_exactly_one_source()
    {
        Problem(static spec => spec.Mount = null).ShouldContain("no source");
        Problem(static spec => spec.Nfs = new FilesystemNfs { Server = "nas", Path = "/kv" }).ShouldContain("nfs and mount");
    }

    [Fact]
    public void Every_other_mistake_is_named_with_value_and_remedy()
    {
        Problem(static spec => spec.Directory = "../up").ShouldContain("spec.directory: is '../up'; give");
        Problem(static spec => spec.Directory = "/").ShouldContain("spec.directory");
        Problem(static spec => spec.UserId = -1).ShouldContain("spec.userId: is -1; give");
        Problem(static spec => spec.GroupId = 0).ShouldContain("spec.groupId: is 0; give");
        Problem(static spec => spec.Watermarks = new FilesystemWatermarks { High = 50, Low = 50 }).ShouldContain("spec.watermarks.low: is 50; give");
        Problem(static spec => spec.Defaults = new Filesystems.FilesystemDefaults { MinAge = "10" }).ShouldContain("spec.defaults.minAge: is '10'; give");
        Problem(static spec => spec.Defaults = new Filesystems.FilesystemDefaults { MinAge = "99999999999d" }).ShouldContain("spec.defaults.minAge");
        Problem(static spec => spec.Defaults = new Filesystems.FilesystemDefaults { Quota = new ResourceQuantity("0") }).ShouldContain("spec.defaults.quota: is 0; give");
        Problem(static spec => (spec.Mount, spec.Nfs) = (null, new FilesystemNfs { Server = "a b", Path = "kv" })).ShouldContain("spec.nfs.path: is 'kv'; give");
    }

    private static string Problem(Action<KVCacheFilesystemSpec> change)
    {
        var resolution = FilesystemValidator.Resolve(Gluster(change));
        resolution.Filesystem.ShouldBeNull();
        return resolution.Message;
    }

    private static KVCacheFilesystemSpec Gluster(Action<KVCacheFilesystemSpec>? change = null)
    {
        var spec = new KVCacheFilesystemSpec { Mount = new FilesystemMount { Type = "glusterfs", Source = "gluster-0:/kv" } };
        change?.Invoke(spec);
        return spec;
    }
}
