using KvFleet.Native;
using KvFleet.NodePlugin.Tests.Support;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.Volume;

namespace KvFleet.NodePlugin.Tests.Volumes;

public sealed class VolumeManagerTests : IDisposable
{
    private readonly Node _node = new();

    [Fact]
    public void A_volume_holds_a_socket_that_anybody_may_connect_to_and_says_that_nobody_serves_it_yet()
    {
        var volume = _node.Volume();

        _node.Volumes.Publish(volume);

        Directory.GetFiles(volume.TargetPath).Select(Path.GetFileName).Order().ShouldBe(["kvfleet.sock", "resp.sock", "status.json"]);
        _node.Status(volume).ShouldStartWith("""{"pool":"tenant/llama","available":false,"reason":"AgentUnavailable","message":"The agent""");
        File.GetUnixFileMode(_node.Socket(volume)).ShouldBe((UnixFileMode)0b110_110_110);
        using var client = UnixSocket.Connect(_node.Socket(volume));
    }

    [Fact]
    public void Publishing_twice_is_publishing_once()
    {
        var volume = _node.Volume();
        var observer = new RecordingObserver();
        _node.Volumes.Subscribe(observer);

        _node.Volumes.Publish(volume);
        _node.Volumes.Publish(volume with { });

        observer.Seen.ShouldBe(["+csi-1"]);
        _node.Volumes.Count.ShouldBe(1);
    }

    [Fact]
    public void The_same_id_for_something_else_is_refused()
    {
        var volume = _node.Volume();
        _node.Volumes.Publish(volume);

        Should.Throw<VolumeConflictException>(() => _node.Volumes.Publish(volume with { Pool = "other" })).Kind.ShouldBe(VolumeConflict.DifferentContent);
        Should.Throw<VolumeConflictException>(() => _node.Volumes.Publish(volume with { TargetPath = volume.TargetPath + "2" }))
            .Kind.ShouldBe(VolumeConflict.DifferentTarget);
    }

    [Fact]
    public void A_target_where_something_else_is_mounted_is_left_alone()
    {
        var volume = _node.Volume();
        _node.Filesystem.Set(volume.TargetPath, TargetState.Foreign);

        Should.Throw<VolumeConflictException>(() => _node.Volumes.Publish(volume)).Kind.ShouldBe(VolumeConflict.TargetOccupied);

        File.Exists(_node.JournalFile("csi-1")).ShouldBeFalse();
    }

    [Fact]
    public void A_volume_that_somebody_unmounted_is_published_anew()
    {
        var volume = _node.Volume();
        var observer = new RecordingObserver();
        _node.Volumes.Subscribe(observer);
        _node.Volumes.Publish(volume);
        _node.Filesystem.Detach(volume.TargetPath);

        _node.Volumes.Publish(volume);

        observer.Seen.ShouldBe(["+csi-1", "-csi-1", "+csi-1"]);
        using var client = UnixSocket.Connect(_node.Socket(volume));
    }

    [Fact]
    public void A_mount_that_an_interrupted_publish_left_is_used()
    {
        var volume = _node.Volume();
        _node.Filesystem.Attach(volume.TargetPath, readOnly: false);

        _node.Volumes.Publish(volume);

        using var client = UnixSocket.Connect(_node.Socket(volume));
    }

    [Fact]
    public void A_publish_that_fails_leaves_nothing_behind()
    {
        var volume = _node.Volume();
        _node.Filesystem.Failure = new IOException("no space");

        Should.Throw<IOException>(() => _node.Volumes.Publish(volume));

        Directory.Exists(volume.TargetPath).ShouldBeFalse();
        File.Exists(_node.JournalFile("csi-1")).ShouldBeFalse();
        _node.Volumes.Count.ShouldBe(0);
    }

    [Fact]
    public void Unpublishing_leaves_nothing_and_may_be_repeated()
    {
        var volume = _node.Volume();
        var observer = new RecordingObserver();
        _node.Volumes.Subscribe(observer);
        _node.Volumes.Publish(volume);

        _node.Volumes.Unpublish(volume.VolumeId, volume.TargetPath);
        _node.Volumes.Unpublish(volume.VolumeId, volume.TargetPath);

        observer.Seen.ShouldBe(["+csi-1", "-csi-1"]);
        observer.LastListener!.IsClosed.ShouldBeTrue();
        Directory.Exists(volume.TargetPath).ShouldBeFalse();
        Directory.EnumerateFiles(_node.Options.JournalDirectory).ShouldBeEmpty();
    }

    [Fact]
    public void An_engines_volume_has_a_socket_for_the_Redis_protocol_and_a_holders_has_none()
    {
        var (engine, holder) = (_node.Volume("csi-1"), _node.Volume("csi-22", role: VolumeRole.Holder));
        var observer = new RecordingObserver();
        _node.Volumes.Subscribe(observer);

        _node.Volumes.Publish(engine);
        using var client = StreamSocket.Connect(Path.Combine(engine.TargetPath, "resp.sock"));
        using var accepted = observer.LastResp.ShouldNotBeNull().TryAccept().ShouldNotBeNull();

        _node.Volumes.Publish(holder);
        observer.LastResp.ShouldBeNull();
        File.Exists(Path.Combine(holder.TargetPath, "resp.sock")).ShouldBeFalse();
    }

    [Fact]
    public void Unpublishing_elsewhere_is_refused()
    {
        var volume = _node.Volume();
        _node.Volumes.Publish(volume);

        Should.Throw<VolumeConflictException>(() => _node.Volumes.Unpublish(volume.VolumeId, volume.TargetPath + "2"))
            .Kind.ShouldBe(VolumeConflict.DifferentTarget);
        _node.Volumes.Count.ShouldBe(1);
    }

    [Fact]
    public void Unpublishing_what_was_never_known_removes_what_is_ours()
    {
        var volume = _node.Volume();
        _node.Filesystem.Attach(volume.TargetPath, readOnly: false);

        _node.Volumes.Unpublish(volume.VolumeId, volume.TargetPath);

        Directory.Exists(volume.TargetPath).ShouldBeFalse();
    }

    [Fact]
    public void A_status_replaces_the_one_before_and_names_the_pool()
    {
        var volume = _node.Volume();
        _node.Volumes.Publish(volume);

        _node.Volumes.SetStatus("csi-1", true, "Ready", "the agent's fine").ShouldBeTrue();

        _node.Status(volume).ShouldBe("""{"pool":"tenant/llama","available":true,"reason":"Ready","message":"the agent's fine"}""");
        Directory.GetFiles(volume.TargetPath).Length.ShouldBe(3, "no temporary file stays");
        _node.Volumes.SetStatus("csi-2", true, "Ready", "").ShouldBeFalse();
    }

    [Fact]
    public void Volumes_are_marked_unserved_only_while_serve_is_away()
    {
        VolumeRecord[] volumes = [_node.Volume("csi-1"), _node.Volume("csi-22")];
        foreach (var volume in volumes)
        {
            _node.Volumes.Publish(volume);
            _node.Volumes.SetStatus(volume.VolumeId, true, "Ready", "");
        }

        var asked = 0;
        _node.Volumes.MarkUnserved(() => asked++ == 0);

        volumes.Count(volume => _node.Status(volume).Contains("AgentUnavailable", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void A_late_observer_hears_of_everything_once()
    {
        _node.Volumes.Publish(_node.Volume("csi-1"));
        var observer = new RecordingObserver();

        _node.Volumes.Subscribe(observer, () => observer.Seen.Add("synced"));
        _node.Volumes.Publish(_node.Volume("csi-22"));
        _node.Volumes.Unsubscribe(observer);
        _node.Volumes.Publish(_node.Volume("csi-333"));

        observer.Seen.ShouldBe(["+csi-1", "synced", "+csi-22"]);
    }

    public void Dispose() => _node.Dispose();
}
