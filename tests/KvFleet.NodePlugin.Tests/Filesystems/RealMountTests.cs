using KvFleet.Native;
using KvFleet.NodePlugin.Filesystems;
using KvFleet.NodePlugin.Filesystems.Helper;
using KvFleet.NodePlugin.Tests.Support;
using KvFleet.NodePlugin.Volumes;

namespace KvFleet.NodePlugin.Tests.Filesystems;

/// <summary>The expendable process with real mounts: a tmpfs plays the shared filesystem, a slave copy of the kubelet's directory a running pod.</summary>
public sealed class RealMountTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryDirectory _kubelet = new();
    private readonly TemporaryDirectory _pod = new();
    private readonly HelperProcess _helper = new(TimeProvider.System);
    private string _source = "";
    private string _target = "";

    [Fact]
    public async Task A_pod_that_runs_already_sees_its_pools_directory_and_after_a_new_mount_the_new_one()
    {
        Prepare();
        var seen = _pod.At("pods", "u", "kv", "mount", "shared");

        (await RunAsync(HelperVerb.Attach)).ShouldBe(new HelperResult());

        await File.WriteAllTextAsync(Path.Combine(seen, "written-by-the-pod"), "x", Token);
        File.Exists(Path.Combine(_source, "kvfleet", "tenant", "llama", "m@main", "any", "h100", "l", "tp1", "written-by-the-pod")).ShouldBeTrue();
        var shown = MountTable.Find(seen).ShouldNotBeNull();
        shown.Options.ShouldContain("nosuid");
        shown.Options.ShouldContain("nodev");
        shown.Options.ShouldContain("noexec");
        File.GetUnixFileMode(seen).ShouldBe((UnixFileMode)0b111_111_111);
        SourceMounts.Shows(MountTable.Find(_source)!, PoolPlace, Volume(), MountTable.All()).ShouldBeTrue();

        Mount.Unmount(_source, detach: true).ShouldBeTrue();
        Mount.Tmpfs(_source, 1 << 20, 100, (UnixFileMode)0b111_101_101, MountFlags.None);
        SourceMounts.Shows(MountTable.Find(_source)!, PoolPlace, Volume(), MountTable.All()).ShouldBeFalse("another filesystem is mounted now");
        (await RunAsync(HelperVerb.Attach)).Failure.ShouldBeNull();

        File.Exists(Path.Combine(seen, "written-by-the-pod")).ShouldBeFalse();
        SourceMounts.Shows(MountTable.Find(_source)!, PoolPlace, Volume(), MountTable.All()).ShouldBeTrue();
        MountTable.All().Keys.Count(place => place.StartsWith("/run/shared", StringComparison.Ordinal)).ShouldBe(0, "nothing is left of the staging");
    }

    [Fact]
    public async Task A_read_only_volume_shows_it_read_only_and_a_group_gets_it_by_its_number()
    {
        Prepare();

        (await RunAsync(HelperVerb.Attach, task => task with { ReadOnly = true, GroupId = 4711 })).Failure.ShouldBeNull();

        var seen = _pod.At("pods", "u", "kv", "mount", "shared");
        Should.Throw<IOException>(() => File.WriteAllText(Path.Combine(seen, "x"), ""));
        File.GetUnixFileMode(seen).ShouldBe((UnixFileMode)0b111_111_000 | UnixFileMode.SetGroup);
    }

    [Fact]
    public async Task Taking_it_away_reaches_running_pods_and_doing_so_twice_is_no_mistake()
    {
        Prepare();
        (await RunAsync(HelperVerb.Attach)).Failure.ShouldBeNull();

        (await RunAsync(HelperVerb.Detach)).Failure.ShouldBeNull();
        (await RunAsync(HelperVerb.Detach)).Failure.ShouldBeNull();

        MountTable.Find(_pod.At("pods", "u", "kv", "mount", "shared")).ShouldBeNull();
    }

    [Fact]
    public async Task A_symbolic_link_that_a_tenant_left_in_the_way_is_refused()
    {
        Prepare();
        Directory.CreateDirectory(Path.Combine(_source, "kvfleet", "tenant"));
        Directory.CreateSymbolicLink(Path.Combine(_source, "kvfleet", "tenant", "llama"), "/etc");

        (await RunAsync(HelperVerb.Attach)).Failure.ShouldNotBeNull().ShouldContain("llama");

        Directory.Exists("/etc/m@main").ShouldBeFalse();
    }

    [Fact]
    public async Task A_volume_that_is_gone_is_not_mounted_upon()
    {
        Prepare();
        new TmpfsVolumes(_kubelet.Path).Detach(_target);
        Directory.CreateDirectory(_target);

        (await RunAsync(HelperVerb.Attach)).Failure.ShouldNotBeNull().ShouldContain("gone");

        Directory.EnumerateFileSystemEntries(_target).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filesystem_that_works_is_found_to_work_and_one_that_is_read_only_or_full_is_not()
    {
        Prepare();
        var task = new HelperTask(HelperVerb.Probe, _source, "kvfleet", NodeName: "node-1");

        var well = await _helper.RunAsync(task, Patience, Token);
        (well.Failure, well.SweepingRefused).ShouldBe((null, null));
        well.TotalBytes.ShouldBe(1 << 20);
        well.AvailableBytes.ShouldBeInRange(1, 1 << 20);
        Directory.EnumerateFileSystemEntries(Path.Combine(_source, "kvfleet", ".probe")).ShouldBeEmpty();

        await File.WriteAllBytesAsync(Path.Combine(_source, "fill"), new byte[(int)well.AvailableBytes], Token);
        (await _helper.RunAsync(task, Patience, Token)).Failure.ShouldNotBeNull();
        Mount.Remount(_source, MountFlags.ReadOnly);
        (await _helper.RunAsync(task, Patience, Token)).Failure.ShouldNotBeNull().ShouldContain("read-only");
    }

    [Fact]
    public async Task Whoever_waits_for_a_process_that_does_not_end_waits_no_longer_than_it_wants()
    {
        var result = await _helper.RunAsync(new HelperTask(HelperVerb.Probe, "/", "x"), TimeSpan.FromMilliseconds(1), Token);

        result.TimedOut.ShouldBeTrue();
    }

    public void Dispose()
    {
        foreach (var place in MountTable.All().Keys.Where(place => place.StartsWith(_kubelet.Path, StringComparison.Ordinal) || place.StartsWith(_pod.Path, StringComparison.Ordinal)).OrderByDescending(static place => place.Length))
            Mount.Unmount(place, detach: true);
        _kubelet.Dispose();
        _pod.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string PoolPlace => "kvfleet/tenant/llama/m@main/any/h100/l/tp1";

    private void Prepare()
    {
        Privilege.RequireMounting();
        Mount.Tmpfs(_kubelet.Path, 1 << 20, 200, (UnixFileMode)0b111_101_101, MountFlags.None);
        Mount.SetPropagation(_kubelet.Path, MountPropagation.Shared);
        Mount.Bind(_kubelet.Path, _pod.Path);
        Mount.SetPropagation(_pod.Path, MountPropagation.Slave);
        _source = _kubelet.At("plugins", "source");
        Directory.CreateDirectory(_source);
        Mount.Tmpfs(_source, 1 << 20, 100, (UnixFileMode)0b111_101_101, MountFlags.None);
        Directory.CreateDirectory(_kubelet.At("pods", "u", "kv"));
        _target = _kubelet.At("pods", "u", "kv", "mount");
        new TmpfsVolumes(_kubelet.Path).Attach(_target, readOnly: false);
    }

    private Task<HelperResult> RunAsync(HelperVerb verb, Func<HelperTask, HelperTask>? change = null)
    {
        var task = new HelperTask(verb, _source, PoolPlace, _kubelet.Path, _target, NodeName: "node-1");
        return _helper.RunAsync(change?.Invoke(task) ?? task, Patience, Token);
    }

    private VolumeRecord Volume() => new("csi-1", _target, "tenant", "pod", "u", "", "llama", KvFleet.Protocol.Volume.VolumeRole.Engine, ReadOnly: false);
}
