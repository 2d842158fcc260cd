using KvFleet.Native;
using KvFleet.NodePlugin.Tests.Support;
using KvFleet.Protocol.Volume;

namespace KvFleet.NodePlugin.Tests.Volumes;

public sealed class RestartTests : IDisposable
{
    private readonly Node _node = new();

    [Fact]
    public void After_a_restart_the_same_volumes_are_served_through_new_listeners()
    {
        var volume = _node.Volume(role: VolumeRole.Holder);
        _node.Volumes.Publish(volume);

        _node.Restart();

        var observer = new RecordingObserver();
        _node.Volumes.Subscribe(observer);
        observer.Seen.ShouldBe(["+csi-1"]);
        using var client = UnixSocket.Connect(_node.Socket(volume));
        using var accepted = observer.LastListener!.TryAccept().ShouldNotBeNull();
    }

    [Fact]
    public void A_connection_made_before_the_restart_goes_on()
    {
        var volume = _node.Volume();
        var observer = new RecordingObserver();
        _node.Volumes.Subscribe(observer);
        _node.Volumes.Publish(volume);
        using var client = UnixSocket.Connect(_node.Socket(volume));
        using var served = observer.LastListener!.TryAccept().ShouldNotBeNull();

        _node.Restart();

        SocketDescriptors.TrySend(client, "still here"u8, []).ShouldBeTrue();
        var buffer = new byte[64];
        SocketDescriptors.TryReceive(served, buffer, 0, out var packet).ShouldBeTrue();
        packet.Length.ShouldBe(10);
    }

    [Fact]
    public void Status_stays_what_it_was()
    {
        var volume = _node.Volume();
        _node.Volumes.Publish(volume);
        _node.Volumes.SetStatus("csi-1", true, "Ready", "");

        _node.Restart();

        _node.Status(volume).ShouldContain("Ready");
    }

    [Fact]
    public void A_volume_whose_mount_is_gone_is_forgotten()
    {
        var (kept, gone) = (_node.Volume("csi-1"), _node.Volume("csi-22"));
        _node.Volumes.Publish(kept);
        _node.Volumes.Publish(gone);
        _node.Filesystem.Detach(gone.TargetPath);

        _node.Restart();

        _node.Volumes.Count.ShouldBe(1);
        Directory.GetFiles(_node.Options.JournalDirectory).ShouldBe([_node.JournalFile("csi-1")]);
    }

    [Fact]
    public void A_volume_that_its_pod_sees_read_only_becomes_writable_for_us_again()
    {
        var volume = _node.Volume(readOnly: true);
        _node.Volumes.Publish(volume);

        _node.Restart();

        _node.Filesystem.MadeWritable.ShouldBe([volume.TargetPath]);
    }

    [Fact]
    public void A_damaged_entry_costs_one_volume_and_stays_to_be_looked_at()
    {
        _node.Volumes.Publish(_node.Volume("csi-1"));
        File.WriteAllText(_node.JournalFile("csi-0"), "{\"volumeId\":");
        File.Copy(_node.JournalFile("csi-1"), _node.JournalFile("csi-9"));

        _node.Restart();

        _node.Volumes.Count.ShouldBe(1);
        File.Exists(_node.JournalFile("csi-0")).ShouldBeTrue();
    }

    [Fact]
    public void A_pod_that_blocks_its_own_volume_harms_no_other()
    {
        var (hostile, other) = (_node.Volume("csi-1"), _node.Volume("csi-22"));
        _node.Volumes.Publish(hostile);
        _node.Volumes.Publish(other);
        File.Delete(_node.Socket(hostile));
        Directory.CreateDirectory(Path.Combine(_node.Socket(hostile), "in the way"));

        _node.Restart();

        _node.Volumes.Count.ShouldBe(1);
        File.Exists(_node.JournalFile("csi-1")).ShouldBeTrue();
        _node.Volumes.Unpublish("csi-1", hostile.TargetPath);
        Directory.Exists(hostile.TargetPath).ShouldBeFalse();
    }

    [Fact]
    public void An_interrupted_write_of_the_journal_leaves_no_volume_behind()
    {
        _node.Volumes.Publish(_node.Volume("csi-1"));
        File.WriteAllText(_node.JournalFile("csi-2") + ".new", "{");

        _node.Restart();

        _node.Volumes.Count.ShouldBe(1);
    }

    public void Dispose() => _node.Dispose();
}
