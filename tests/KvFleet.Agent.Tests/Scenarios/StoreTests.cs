using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Tests.Harness;
using KvFleet.Native;
using KvFleet.Protocol.Store;
using KvFleet.Protocol.Volume;
using KvFleet.TestClient;
using static KvFleet.Agent.Tests.Harness.AgentHarness;

namespace KvFleet.Agent.Tests.Scenarios;

/// <summary>Clients store and load through a real agent: its sockets, its holders' memory.</summary>
public sealed class StoreTests
{
    private const long Stride = 64 * 1024;
    private const long HolderBytes = 16L << 20;
    private const string Fingerprint = "dtype=bf16\nmodel=llama\n";

    [Fact]
    public async Task Two_clients_of_one_node_share_rows()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, "h0");
        var path = await VolumeAsync(agent, "engine");
        using var writer = Connect(path);
        using var reader = Connect(path);

        writer.IsMapped.ShouldBeTrue();
        writer.Stride.ShouldBe(Stride);
        writer.Put(Keys(0, 16), Values(0, 16)).ShouldAllBe(result => result == CommitResult.Committed);

        Load(reader, 0, 16).ShouldBe(16);
        reader.TryFind(Key(3), out var row, out var length).ShouldBeTrue();
        length.ShouldBe((uint)Value(3).Length);
        reader.RowSpan(row)[..(int)length].SequenceEqual(Value(3)).ShouldBeTrue();
        reader.TryFind(Key(99), out _, out _).ShouldBeFalse();
        reader.Lookup([Key(3), Key(99), []]).Select(static key => key.State).ShouldBe([1, 0, 4]);
    }

    [Fact]
    public async Task What_was_committed_outlives_the_agent_and_what_was_not_does_not()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, "h0");
        var path = await VolumeAsync(agent, "engine");
        using (var before = Connect(path))
        {
            before.Put(Keys(0, 50), Values(0, 50));
            await agent.StopAgentAsync();
            Should.Throw<IOException>(() => before.Get([Key(1)], [new byte[Stride]]));
        }

        agent.StartAgent();
        await agent.ReadyAsync();
        await agent.VolumeServedAsync("engine");

        using var after = Connect(path);
        Load(after, 0, 50).ShouldBe(50);
    }

    [Fact]
    public async Task Another_fingerprint_stride_or_version_is_refused_with_what_differs()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, "h0");
        var path = await VolumeAsync(agent, "engine");
        using var first = Connect(path);

        var fingerprint = Should.Throw<StoreRefusedException>(() => StoreClient.Connect(path, new StoreClientOptions { Fingerprint = "dtype=fp8\nmodel=llama\n" }));
        var stride = Should.Throw<StoreRefusedException>(() => StoreClient.Connect(path, new StoreClientOptions { Stride = 4096 }));

        fingerprint.Status.ShouldBe(FrameStatus.FingerprintMismatch);
        fingerprint.Message.ShouldContain("dtype: the pool has 'bf16', the client 'fp8'");
        stride.Status.ShouldBe(FrameStatus.WrongStride);
        stride.Message.ShouldContain("65536 bytes apart, the client's 4096");
    }

    [Fact]
    public async Task Who_says_no_fingerprint_may_look_and_copy_only()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, "h0");
        var path = await VolumeAsync(agent, "engine");
        using var writer = Connect(path);
        writer.Put(Keys(0, 4), Values(0, 4));

        using var tool = StoreClient.Connect(path, new StoreClientOptions { Map = false });

        tool.IsMapped.ShouldBeFalse();
        Load(tool, 0, 4).ShouldBe(4);
        Should.Throw<StoreRefusedException>(() => tool.Put(Keys(9, 1), Values(9, 1))).Status.ShouldBe(FrameStatus.NotAllowed);
        Should.Throw<StoreRefusedException>(() => tool.Remove([Key(0)])).Status.ShouldBe(FrameStatus.NotAllowed);
        tool.Stats().ShouldContain("\"keys\":4");
    }

    [Fact]
    public async Task Bytes_can_go_over_the_socket_in_both_directions()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, "h0");
        using var client = StoreClient.Connect(await VolumeAsync(agent, "engine"), new StoreClientOptions { Fingerprint = Fingerprint, Map = false });

        client.Put(Keys(0, 8), Values(0, 8)).ShouldAllBe(result => result == CommitResult.Committed);

        Load(client, 0, 8).ShouldBe(8);
    }

    [Fact]
    public async Task A_pool_that_is_not_ready_says_so_and_serves_the_same_connection_later()
    {
        await using var agent = Start();
        var path = agent.Node.Publish("engine", VolumeRole.Engine);
        await agent.VolumeServedAsync("engine");

        Should.Throw<StoreRefusedException>(() => Connect(path)).Status.ShouldBe(FrameStatus.NotReady);
        await using var holder = await ReadyAsync(agent, "h0");
        using var client = Connect(path);

        client.Put(Keys(0, 1), Values(0, 1)).ShouldBe([CommitResult.Committed]);
    }

    [Fact]
    public async Task A_shrink_moves_what_is_worth_it_and_clients_see_misses_but_no_errors()
    {
        await using var agent = Start();
        WantPool(agent, Hold("h0", HolderBytes), Hold("h1", HolderBytes));
        await using var h0 = agent.AddHolder("h0");
        await using var h1 = agent.AddHolder("h1");
        await agent.ReadyAsync();
        using var client = Connect(await VolumeAsync(agent, "engine"));
        const int Count = 400;
        for (var i = 0; i < Count; i += 16)
            client.Put(Keys(i, 16), Values(i, 16));
        Load(client, 0, 32).ShouldBe(32);

        WantPool(agent, Drain("h0", HolderBytes), Hold("h1", HolderBytes));
        var drained = agent.ReportAsync(pool => pool.Holders.Any(static holder => holder.State == Api.Reports.HolderPhase.Drained));
        while (!drained.IsCompleted)
        {
            client.Put(Keys(1000, 16), Values(1000, 16)).ShouldAllBe(result => result == CommitResult.Committed || result == CommitResult.AlreadyPresent);
            Load(client, 0, 32);
            client.Pump();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await drained;
        h0.HeldBytes.ShouldBe(0);
        // Of an even spread over both holders half would be left.
        Load(client, 0, 32).ShouldBeGreaterThanOrEqualTo(26, "what was used most was moved");
        var left = Enumerable.Range(0, Count / 16).Sum(batch => Load(client, batch * 16, 16));
        left.ShouldBeInRange(150, 256);
        client.MappedBytes.ShouldBeLessThan(HolderBytes);
    }

    [Fact]
    public async Task A_drain_that_is_called_off_while_clients_still_map_loses_nothing()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, "h0");
        var path = await VolumeAsync(agent, "engine");
        using var client = Connect(path);
        client.Put(Keys(0, 32), Values(0, 32));

        WantPool(agent, Drain("h0", HolderBytes));
        await Eventually.TrueAsync(() => Load(client, 0, 16) == 0, "nothing is found in memory that goes");
        WantPool(agent, Hold("h0", HolderBytes));
        await agent.ReadyAsync();

        await Eventually.TrueAsync(() => Load(client, 0, 32) == 32, "everything is back");
    }

    [Fact]
    public async Task A_grown_pool_has_room_for_more_and_nothing_moves()
    {
        await using var agent = Start();
        await using var h0 = await ReadyAsync(agent, "h0");
        using var client = Connect(await VolumeAsync(agent, "engine"));
        for (var i = 0; i < 192; i += 16)
            client.Put(Keys(i, 16), Values(i, 16));
        client.TryFind(Key(0), out var row, out _).ShouldBeTrue();

        WantPool(agent, Hold("h0", HolderBytes), Hold("h1", HolderBytes));
        await using var h1 = agent.AddHolder("h1");
        await Eventually.TrueAsync(
            () =>
            {
                client.Pump();
                return client.MappedBytes > HolderBytes;
            },
            "the second holder's memory is mapped");
        for (var i = 192; i < 400; i += 16)
            client.Put(Keys(i, 16), Values(i, 16)).ShouldAllBe(result => result == CommitResult.Committed);

        client.TryFind(Key(0), out var now, out _).ShouldBeTrue();
        now.ShouldBe(row);
        for (var i = 0; i < 400; i += 16)
            Load(client, i, 16).ShouldBe(16);
    }

    [Fact]
    public async Task One_process_of_a_node_registers_memory_at_a_time()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, "h0");
        var path = await VolumeAsync(agent, "engine");
        using var first = Connect(path);
        var second = Connect(path);
        using var third = Connect(path);

        first.Token(ask: true).ShouldBeTrue();
        second.Token(ask: true).ShouldBeFalse();
        third.Token(ask: true).ShouldBeFalse();
        // A process that dies in the queue keeps nobody waiting.
        second.Dispose();
        first.Token(ask: false);
        await Eventually.TrueAsync(
            () =>
            {
                third.Pump();
                return third.HasToken;
            },
            "the token came to who waited");
    }

    [Fact]
    public async Task A_client_that_ends_gives_back_what_it_had()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, "h0");
        var path = await VolumeAsync(agent, "engine");
        for (var i = 0; i < 20; i++)
        {
            using var client = Connect(path);
            client.Put(Keys(i, 1), Values(i, 1));
            client.Lease([Key(i)]);
        }

        using var last = Connect(path);
        await Eventually.TrueAsync(() => last.Stats().Contains("\"holds\":0,", StringComparison.Ordinal), "no leases and slots are left");
    }

    [Fact]
    public async Task Frames_that_break_the_protocol_end_the_connection_with_a_reason_and_nobody_else_notices()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, "h0");
        var path = await VolumeAsync(agent, "engine");
        using var witness = Connect(path);
        witness.Put(Keys(0, 4), Values(0, 4));
        var random = new Random(11);
        for (var i = 0; i < 60; i++)
        {
            using var socket = UnixSocket.Connect(path);
            var frame = new byte[16 + random.Next(200)];
            random.NextBytes(frame);
            var type = (FrameType)random.Next(0, 20);
            new FrameHeader(type, i % 2 == 0 ? frame.Length : random.Next(), 1, FrameStatus.Ok).Write(frame);
            SocketDescriptors.TrySend(socket, frame, []);
            SocketPoll.WaitReadable(socket, TimeSpan.FromSeconds(10)).ShouldBeTrue($"an answer to frame {i} of type {type}");
        }

        Load(witness, 0, 4).ShouldBe(4);
    }

    private static async Task<TestHolder> ReadyAsync(AgentHarness agent, string name)
    {
        WantPool(agent, Hold(name, HolderBytes));
        var holder = agent.AddHolder(name);
        await agent.ReadyAsync();
        return holder;
    }

    private static void WantPool(AgentHarness agent, params DesiredHolder[] holders) =>
        agent.WantPools(Pool("pool", holders) with { RowStrideBytes = Stride });

    private static async Task<string> VolumeAsync(AgentHarness agent, string name)
    {
        var path = agent.Node.Publish(name, VolumeRole.Engine);
        await agent.VolumeServedAsync(name);
        return path;
    }

    private static StoreClient Connect(string path) => StoreClient.Connect(path, new StoreClientOptions { Fingerprint = Fingerprint, Stride = Stride });

    private static byte[] Key(int number) => BitConverter.GetBytes((ulong)(number + 1) * 0x9E3779B97F4A7C15);

    private static byte[] Value(int number)
    {
        var bytes = new byte[Stride - (number % 7)];
        new Random(number).NextBytes(bytes);
        return bytes;
    }

    private static byte[][] Keys(int first, int count) => [.. Enumerable.Range(first, count).Select(Key)];

    private static ReadOnlyMemory<byte>[] Values(int first, int count) => [.. Enumerable.Range(first, count).Select(number => (ReadOnlyMemory<byte>)Value(number))];

    /// <summary>Values that are there; each is checked byte by byte.</summary>
    private static int Load(StoreClient client, int first, int count)
    {
        var buffers = Enumerable.Range(0, count).Select(_ => new byte[Stride]).ToArray();
        var lengths = client.Get(Keys(first, count), [.. buffers.Select(static buffer => (Memory<byte>)buffer)]);
        for (var i = 0; i < count; i++)
        {
            if (lengths[i] >= 0)
                buffers[i].AsSpan(0, lengths[i]).SequenceEqual(Value(first + i)).ShouldBeTrue($"value {first + i}");
        }

        return lengths.Count(static length => length >= 0);
    }
}
