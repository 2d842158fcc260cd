using KvFleet.Native;
using KvFleet.NodePlugin.Tests.Memory;
using KvFleet.NodePlugin.Tests.Support;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Protocol.Volume;
using static KvFleet.NodePlugin.Tests.Channels.ChannelFixture;

namespace KvFleet.NodePlugin.Tests.Channels;

public sealed class ChannelServerTests : IAsyncLifetime
{
    private readonly ChannelFixture _fixture = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Serve_hears_of_all_volumes_then_that_these_were_all_then_of_changes()
    {
        var (first, second) = (_fixture.Node.Volume("csi-1"), _fixture.Node.Volume("csi-22", role: VolumeRole.Holder));
        _fixture.Node.Volumes.Publish(first);
        using var serve = _fixture.Connect();

        (await ReceiveAsync(serve)).ShouldBe(
            new VolumePublished("csi-1", "tenant", "pod-csi-1", first.PodUid, "default", "llama", VolumeRole.Engine));
        (await ReceiveAsync(serve)).ShouldBe(new Synced());
        _fixture.Node.Volumes.Publish(second);
        (await ReceiveAsync(serve)).ShouldBeOfType<VolumePublished>().Role.ShouldBe(VolumeRole.Holder);
        _fixture.Node.Volumes.Unpublish("csi-1", first.TargetPath);
        (await ReceiveAsync(serve)).ShouldBe(new VolumeUnpublished("csi-1"));
    }

    [Fact]
    public async Task Serve_accepts_the_clients_of_a_volume_on_the_descriptor_it_got()
    {
        var volume = _fixture.Node.Volume();
        _fixture.Node.Volumes.Publish(volume);
        using var serve = _fixture.Connect();
        using var published = (await serve.ReceiveAsync(TestContext.Current.CancellationToken))!;
        using var listener = UnixSocket.Adopt(published.Take(0));

        using var client = UnixSocket.Connect(_fixture.Node.Socket(volume));

        using var accepted = listener.TryAccept().ShouldNotBeNull();
    }

    [Fact]
    public async Task Clients_are_accepted_even_while_the_node_process_is_gone()
    {
        var volume = _fixture.Node.Volume();
        _fixture.Node.Volumes.Publish(volume);
        using var serve = _fixture.Connect();
        using var published = (await serve.ReceiveAsync(TestContext.Current.CancellationToken))!;
        using var listener = UnixSocket.Adopt(published.Take(0));
        _fixture.Node.Volumes.Dispose();

        using var client = UnixSocket.Connect(_fixture.Node.Socket(volume));

        using var accepted = listener.TryAccept().ShouldNotBeNull();
    }

    [Fact]
    public async Task Memory_is_prepared_and_locked_in_the_order_of_the_requests()
    {
        using var serve = await _fixture.ConnectSyncedAsync();

        (await AskAsync(serve, Extents.Prepare(id: 5), Extents.Sealed())).ShouldBe(new Done(5));
        (await AskAsync(serve, new LockExtent(6, "e-0"))).ShouldBe(new Locked(6, Extents.Bytes));
        (await AskAsync(serve, new UnlockExtent(7, "e-0"))).ShouldBe(new Done(7));
        _fixture.Mapper.Calls.ShouldBe(["mmap", "mbind Bind 0", "mlock", "munmap"]);
    }

    [Fact]
    public async Task A_failure_comes_back_as_an_answer()
    {
        _fixture.Mapper.PolicyFailure = new NativeException("mbind", Errno.EINVAL);
        using var serve = await _fixture.ConnectSyncedAsync();

        var error = (await AskAsync(serve, Extents.Prepare(id: 5), Extents.Sealed())).ShouldBeOfType<NodeError>();

        (error.Id, error.Errno, error.Call).ShouldBe((5, Errno.EINVAL, "mbind"));
    }

    [Fact]
    public async Task A_volume_status_is_written_and_an_unknown_volume_is_an_error()
    {
        var volume = _fixture.Node.Volume();
        _fixture.Node.Volumes.Publish(volume);
        using var serve = await _fixture.ConnectSyncedAsync();

        (await AskAsync(serve, new SetVolumeStatus(1, "csi-1", false, "PoolUnknown", "There is no pool llama."))).ShouldBe(new Done(1));
        (await AskAsync(serve, new SetVolumeStatus(2, "csi-9", true, "Ready", ""))).ShouldBeOfType<NodeError>().Errno.ShouldBe(Errno.ENOENT);
        _fixture.Node.Status(volume).ShouldContain("PoolUnknown");
    }

    [Fact]
    public async Task A_status_that_cannot_be_written_is_an_answer_too()
    {
        var volume = _fixture.Node.Volume();
        _fixture.Node.Volumes.Publish(volume);
        File.Delete(Path.Combine(volume.TargetPath, "status.json"));
        Directory.CreateDirectory(Path.Combine(volume.TargetPath, "status.json"));
        using var serve = await _fixture.ConnectSyncedAsync();

        (await AskAsync(serve, new SetVolumeStatus(1, "csi-1", true, "Ready", ""))).ShouldBeOfType<NodeError>().Call.ShouldBe("volumeStatus");
    }

    [Fact]
    public async Task Mappers_are_looked_for()
    {
        using var file = Extents.Sealed();
        var facts = file.GetFacts();
        using var serve = await _fixture.ConnectSyncedAsync();

        var answer = (await AskAsync(serve, new FindMappers(3, [new ExtentIdentity("e-0", facts.Inode, facts.Device)]))).ShouldBeOfType<Protocol.NodeChannel.Mappers>();

        answer.Id.ShouldBe(3);
        answer.Processes.ShouldContain(mapper => mapper.Pid == Environment.ProcessId && mapper.Descriptor);
    }

    [Fact]
    public async Task A_volume_that_goes_takes_its_locked_memory_along()
    {
        var volume = _fixture.Node.Volume(role: VolumeRole.Holder);
        _fixture.Node.Volumes.Publish(volume);
        using var serve = await _fixture.ConnectSyncedAsync();
        await AskAsync(serve, Extents.Prepare(), Extents.Sealed());

        _fixture.Node.Volumes.Unpublish(volume.VolumeId, volume.TargetPath);

        await EventuallyAsync(() => _fixture.Locker.Count == 0);
    }

    [Fact]
    public async Task A_newer_connection_replaces_the_older_one_and_keeps_what_it_locked()
    {
        using var older = await _fixture.ConnectSyncedAsync();
        await AskAsync(older, Extents.Prepare(), Extents.Sealed());

        using var newer = await _fixture.ConnectSyncedAsync();

        (await ReceiveAsync(older)).ShouldBeNull();
        (await AskAsync(newer, new LockExtent(9, "e-0"))).ShouldBe(new Locked(9, Extents.Bytes));
        _fixture.Server.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task Memory_stays_locked_for_the_grace_period_and_no_longer()
    {
        var volume = _fixture.Node.Volume();
        _fixture.Node.Volumes.Publish(volume);
        using (var serve = await _fixture.ConnectSyncedAsync())
        {
            await AskAsync(serve, Extents.Prepare(), Extents.Sealed());
            await AskAsync(serve, new SetVolumeStatus(2, "csi-1", true, "Ready", ""));
        }

        await EventuallyAsync(() => !_fixture.Server.IsConnected && _fixture.Time.UntilNextTimer is not null);
        _fixture.Time.Advance(TimeSpan.FromSeconds(59));
        _fixture.Locker.Count.ShouldBe(1);

        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await EventuallyAsync(() => _fixture.Locker.Count == 0 && _fixture.Node.Status(volume).Contains("AgentUnavailable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serve_that_comes_back_in_time_finds_its_memory_locked()
    {
        using (var serve = await _fixture.ConnectSyncedAsync())
            await AskAsync(serve, Extents.Prepare(), Extents.Sealed());
        await EventuallyAsync(() => !_fixture.Server.IsConnected);
        _fixture.Time.Advance(TimeSpan.FromSeconds(59));

        using var back = await _fixture.ConnectSyncedAsync();
        _fixture.Time.Advance(TimeSpan.FromMinutes(5));

        (await AskAsync(back, new Retain(8, ["e-0"]))).ShouldBe(new Done(8, 0));
        _fixture.Locker.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_breaks_the_protocol_loses_the_connection_and_may_come_back()
    {
        using (var raw = UnixSocket.Connect(_fixture.Options.ChannelSocket))
        {
            SocketDescriptors.TrySend(raw, "{\"type\":\"launch\"}"u8, []).ShouldBeTrue();
            await EventuallyAsync(() => !_fixture.Server.IsConnected);
        }

        using var serve = await _fixture.ConnectSyncedAsync();
    }

    [Fact]
    public async Task What_is_no_request_is_passed_over()
    {
        using var serve = await _fixture.ConnectSyncedAsync();
        await serve.SendAsync(new Synced(), cancellationToken: TestContext.Current.CancellationToken);

        (await AskAsync(serve, new UnlockExtent(4, "e-0"))).ShouldBe(new Done(4));
    }

    [Fact]
    public async Task Another_user_is_shown_the_door()
    {
        await using var fixture = new ChannelFixture(serveUserId: Privilege.UserId + 1);
        fixture.Node.Volumes.Publish(fixture.Node.Volume());
        using var stranger = fixture.Connect();

        (await ReceiveAsync(stranger)).ShouldBeNull();
        fixture.Server.IsConnected.ShouldBeFalse();
    }
}
