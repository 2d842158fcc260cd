using KvFleet.NodePlugin.Filesystems;
using KvFleet.NodePlugin.Filesystems.Helper;
using KvFleet.NodePlugin.Tests.Support;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.NodeChannel;

namespace KvFleet.NodePlugin.Tests.Filesystems;

/// <summary>What is decided about shared filesystems, over a table of mounts in memory.</summary>
public sealed class SharedFilesystemsTests : IAsyncLifetime
{
    private readonly Node _node = new();
    private SharedFilesystems _shared = null!;

    private string Source => _node.Options.KubeletDirectory + "/plugins/kvfleet.io/filesystems/gluster/mount";

    public ValueTask InitializeAsync()
    {
        _shared = _node.NewShared();
        _node.Volumes.Subscribe(_shared);
        _shared.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _shared.DisposeAsync();
        _node.Dispose();
    }

    [Fact]
    public async Task A_volume_gets_its_pools_directory_once_the_filesystem_is_mounted_and_its_status_says_so()
    {
        var volume = _node.Volume() with { Engine = "vllm-0.12" };
        _node.Volumes.Publish(volume);
        Want();
        await UntilAsync(() => StatusOf(volume).Contains("NotMounted", StringComparison.Ordinal));

        _node.Helper.Mount(Source, "0:50");

        await UntilAsync(() => _shared.Board.StatusOf(volume.VolumeId) is { Available: true });
        var shown = _node.Helper.Mounts[SourceMounts.PlaceOf(volume)];
        (shown.Device, shown.Root).ShouldBe(("0:50", "/kvfleet/tenant/llama/m@main/vllm-0.12/h100/l/tp1"));
        await UntilAsync(() => StatusOf(volume).Contains("\"shared\":{\"available\":true", StringComparison.Ordinal));
        await UntilAsync(() => _shared.Board.StateOf("gluster") is { Ready: true, TotalBytes: 1000, AvailableBytes: 400 } state && state.Pools.Single() == new SharedPoolState("pool-1", 1));
    }

    [Fact]
    public async Task A_filesystem_that_was_mounted_anew_reaches_the_volume_again()
    {
        var volume = _node.Volume();
        _node.Volumes.Publish(volume);
        _node.Helper.Mount(Source, "0:50");
        Want();
        await UntilAsync(() => _node.Helper.Mounts.GetValueOrDefault(SourceMounts.PlaceOf(volume))?.Device == "0:50");

        _node.Helper.Unmount(Source);
        await UntilAsync(() => _shared.Board.StatusOf(volume.VolumeId) is { Available: false, Reason: "NotMounted" });
        _node.Helper.Mounts.Keys.ShouldContain(SourceMounts.PlaceOf(volume), "what is shown stays while its server is away");
        _node.Helper.Mount(Source, "0:51");

        await UntilAsync(() => _node.Helper.Mounts.GetValueOrDefault(SourceMounts.PlaceOf(volume))?.Device == "0:51");
        await UntilAsync(() => _shared.Board.StatusOf(volume.VolumeId) is { Available: true });
    }

    [Fact]
    public async Task A_server_that_hangs_is_said_and_changes_no_mount_and_holds_no_other_filesystem_up()
    {
        var (hanging, well) = (_node.Volume(), _node.Volume("csi-2", "qwen"));
        _node.Helper.Answer = task => task.Source == Source ? new HelperResult("No answer within 10 s.", TimedOut: true) : null;
        _node.Helper.Mount(Source, "0:50");
        _node.Helper.Mount(Source.Replace("gluster", "nfs", StringComparison.Ordinal), "0:60");
        _node.Volumes.Publish(hanging);
        _node.Volumes.Publish(well);

        Want([Filesystem(), Filesystem("nfs")], [Pool(), Pool("pool-2", "qwen", "nfs")]);

        await UntilAsync(() => _shared.Board.StatusOf(well.VolumeId) is { Available: true });
        await UntilAsync(() => _shared.Board.StateOf("gluster") is { Ready: false, Reason: "NotResponding" });
        await UntilAsync(() => StatusOf(hanging).Contains("does not answer", StringComparison.Ordinal));
        _node.Helper.Tasks.ShouldNotContain(task => task.Verb == HelperVerb.Attach && task.Source == Source);
    }

    [Fact]
    public async Task What_the_words_of_mount_say_is_passed_on()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Source)!);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(Source)!, "message"), "no route to host\n", TestContext.Current.CancellationToken);

        Want();

        await UntilAsync(() => _shared.Board.StateOf("gluster") is { Reason: "MountFailed", Message: "mount(8): no route to host" });
    }

    [Fact]
    public async Task What_is_refused_later_is_taken_away_and_said()
    {
        var volume = _node.Volume();
        _node.Volumes.Publish(volume);
        _node.Helper.Mount(Source, "0:50");
        Want();
        await UntilAsync(() => _shared.Board.StatusOf(volume.VolumeId) is { Available: true });

        Want([], [new WantedPool("pool-1", "tenant", "llama", Reason: "NamespaceNotAllowed", Message: "Namespace tenant may not.")]);

        await UntilAsync(() => _shared.Board.StatusOf(volume.VolumeId) is { Available: false, Reason: "NamespaceNotAllowed" });
        _node.Helper.Mounts.Keys.ShouldNotContain(SourceMounts.PlaceOf(volume));
        await UntilAsync(() => StatusOf(volume).Contains("Namespace tenant may not.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Before_anything_was_ordered_nothing_is_taken_away()
    {
        var volume = _node.Volume();
        _node.Helper.Mount(SourceMounts.PlaceOf(volume), "0:50", "/kvfleet/tenant/llama");
        _node.Volumes.Publish(volume);

        Want(part: new WantShared(1, First: true, Last: false, [], []));
        (await _shared.WaitForAsync(volume, TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken)).ShouldNotBeNull().ShouldContain("has not heard");

        _node.Helper.Mounts.Keys.ShouldContain(SourceMounts.PlaceOf(volume));
    }

    [Fact]
    public async Task Whoever_needs_it_waits_for_it_but_not_for_what_was_refused()
    {
        var volume = _node.Volume() with { NeedsShared = true };
        _node.Volumes.Publish(volume);
        Want([], [new WantedPool("pool-1", "tenant", "llama", Reason: "QuotaUnknown", Message: "Set one.")]);
        (await _shared.WaitForAsync(volume, TimeSpan.FromHours(1), TestContext.Current.CancellationToken)).ShouldBe("QuotaUnknown: Set one.");

        Want([], []);
        (await _shared.WaitForAsync(volume, TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken)).ShouldNotBeNull().ShouldContain("spec.sharedFilesystem");

        var waiting = _shared.WaitForAsync(volume, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        _node.Helper.Mount(Source, "0:50");
        Want();
        (await waiting).ShouldBeNull();
    }

    [Fact]
    public async Task A_pod_of_another_namespace_gets_no_file_of_a_pool_that_lets_it_in()
    {
        var guest = _node.Volume() with { PodNamespace = "guest", PoolNamespace = "tenant" };
        _node.Volumes.Publish(guest);
        _node.Helper.Mount(Source, "0:50");

        Want();

        await UntilAsync(() => _shared.Board.StatusOf(guest.VolumeId) is { Available: false, Reason: "OtherNamespace" });
        _node.Helper.Mounts.Keys.ShouldNotContain(SourceMounts.PlaceOf(guest));
    }

    [Fact]
    public async Task What_the_kubelet_mounts_is_found_in_the_directory_of_its_pod()
    {
        var volume = _node.Volume();
        _node.Volumes.Publish(volume);
        _node.Helper.Mount($"{_node.Options.KubeletDirectory}/pods/u-1/volumes/kubernetes.io~projected/token", "0:40");
        _node.Helper.Mount($"{_node.Options.KubeletDirectory}/pods/u-2/volumes/kubernetes.io~nfs/filesystem", "0:41");
        _node.Helper.Mount($"{_node.Options.KubeletDirectory}/pods/u-1/volumes/kubernetes.io~nfs/filesystem", "0:42", "/export");

        Want([Filesystem() with { ByKubelet = true, PodUid = "u-1" }], [Pool()]);

        await UntilAsync(() => _node.Helper.Mounts.GetValueOrDefault(SourceMounts.PlaceOf(volume))?.Device == "0:42");
        _node.Helper.Mounts[SourceMounts.PlaceOf(volume)].Root.ShouldBe("/export/kvfleet/tenant/llama/m@main/any/h100/l/tp1");
    }

    [Fact]
    public async Task Sweeping_that_is_refused_is_said_and_engines_use_the_filesystem_all_the_same()
    {
        var volume = _node.Volume();
        _node.Volumes.Publish(volume);
        _node.Helper.Mount(Source, "0:50");
        _node.Helper.Answer = static task => task.Verb == HelperVerb.Probe ? new HelperResult(TotalBytes: 1, SweepingRefused: "User 0 may not.") : null;

        Want();

        await UntilAsync(() => _shared.Board.StateOf("gluster") is { Ready: true, Reason: "SweepingRefused", Message: "User 0 may not." });
        await UntilAsync(() => _shared.Board.StatusOf(volume.VolumeId) is { Available: true });
    }

    private static WantedFilesystem Filesystem(string name = "gluster") => new(name, false, "kvfleet", 0, 85, 70, "u-1");

    private static WantedPool Pool(string uid = "pool-1", string name = "llama", string filesystem = "gluster") => new(uid, "tenant", name, filesystem, $"kvfleet/tenant/{name}", "m@main", "h100/l/tp1", 1000);

    private void Want(IReadOnlyList<WantedFilesystem>? filesystems = null, IReadOnlyList<WantedPool>? pools = null, WantShared? part = null) =>
        _shared.Want(part ?? new WantShared(1, First: true, Last: true, filesystems ?? [Filesystem()], pools ?? [Pool()])).ShouldBe(new Done(1));

    private string StatusOf(VolumeRecord volume) => _node.Status(volume);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
    }
}
