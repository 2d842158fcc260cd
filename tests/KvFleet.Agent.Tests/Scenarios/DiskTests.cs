using KvFleet.Agent.Disks;
using KvFleet.Agent.Reconciliation;
using KvFleet.Agent.Tests.Harness;
using KvFleet.Api.Reports;
using KvFleet.Protocol.Store;
using KvFleet.Protocol.Volume;
using KvFleet.TestClient;
using static KvFleet.Agent.Tests.Harness.AgentHarness;

namespace KvFleet.Agent.Tests.Scenarios;

/// <summary>The local disk below a pool's memory, through a real agent: its sockets, its holders, a directory of this machine.</summary>
public sealed class DiskTests : IDisposable
{
    private const long Stride = 64 * 1024;
    private const long HolderBytes = 16L << 20;
    private const long DiskBytes = 64L << 20;
    private const byte OnLowerTier = 3;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("kvfleet-disk-");

    private string PoolDirectory => Path.Combine(_root.FullName, "uid-pool");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task What_memory_has_no_room_for_is_found_on_disk_and_comes_back_when_it_is_asked_for()
    {
        await using var agent = Start(disk: Places());
        await using var holder = await ReadyAsync(agent);
        using var client = await ConnectAsync(agent);
        await DemoteAsync(agent, client, 40);
        // As worthy as the first ones, and younger.
        for (var first = 1000; first < 1600; first += 10)
        {
            Fill(client, first, 10);
            client.Touch([.. Enumerable.Range(first, 10).Select(Key)]);
        }

        var below = Array.FindIndex(client.Lookup([.. Enumerable.Range(0, 40).Select(Key)]), static found => found.State == OnLowerTier);
        below.ShouldBeGreaterThanOrEqualTo(0, "memory has no room for all of them");
        client.Prefetch([Key(below)])[0].State.ShouldBe(OnLowerTier);
        await Eventually.TrueAsync(() => Get(client, below), "it comes back");

        var disk = (await agent.ReportAsync(static pool => pool.LocalDisk?.Reason == DiskReportReasons.Ready)).LocalDisk!;
        (disk.CapacityBytes, disk.Degraded, disk.Message).ShouldBe((DiskBytes, false, null));
        disk.PhysicalBytes.ShouldBeInRange(40 * Stride, DiskBytes);
        disk.Values.ShouldBeGreaterThanOrEqualTo(40);
        (await agent.ReportAsync()).LocalDisk.ShouldNotBeNull().TotalBytes.ShouldBeGreaterThan(DiskBytes);
    }

    [Fact]
    public async Task A_machine_that_starts_anew_has_what_was_on_disk()
    {
        await using (var before = Start(disk: Places()))
        {
            await using var holder = await ReadyAsync(before);
            using var client = await ConnectAsync(before);
            await DemoteAsync(before, client, 40);
        }

        // Another holder with new memory, another agent: the disk alone is the same.
        await using var after = Start(disk: Places());
        await using var fresh = await ReadyAsync(after);
        await after.ReportAsync(static pool => pool.LocalDisk is { Reason: DiskReportReasons.Ready, Values: >= 40 });
        using var other = await ConnectAsync(after);

        other.Lookup([Key(7)])[0].State.ShouldBe(OnLowerTier);
        other.Prefetch([Key(7)]);
        await Eventually.TrueAsync(() => Get(other, 7), "it comes back");
    }

    [Fact]
    public async Task A_pool_that_goes_takes_its_files_along()
    {
        await using var agent = Start(disk: Places());
        await using var holder = await ReadyAsync(agent);
        using (var client = await ConnectAsync(agent))
            await DemoteAsync(agent, client, 10);
        Directory.Exists(PoolDirectory).ShouldBeTrue();

        agent.WantPools();

        await Eventually.TrueAsync(() => !Directory.Exists(PoolDirectory), "the directory goes");
        await Eventually.TrueAsync(async () => (await agent.ReportAsync()).Pools.Count == 0, static () => "the pool goes");
    }

    [Fact]
    public async Task A_disk_that_is_taken_away_and_given_again_knows_nothing_of_before()
    {
        await using var agent = Start(disk: Places());
        await using var holder = await ReadyAsync(agent);
        using var client = await ConnectAsync(agent);
        await DemoteAsync(agent, client, 10);

        agent.WantPools(Wanted(null));
        await Eventually.TrueAsync(() => !Directory.Exists(PoolDirectory), "the directory goes");
        client.Remove([Key(3)]);
        agent.WantPools(Wanted(Disk()));

        await agent.ReportAsync(static pool => pool.LocalDisk is { Reason: DiskReportReasons.Ready, Values: 9 });
        client.Lookup([Key(3)])[0].State.ShouldBe((byte)0);
    }

    [Fact]
    public async Task What_pools_left_that_went_while_no_agent_was_here_is_removed_and_nothing_else()
    {
        var gone = Path.Combine(_root.FullName, "uid-gone");
        var foreign = _root.CreateSubdirectory("photos");
        await File.WriteAllTextAsync(Path.Combine(foreign.FullName, "one.jpg"), "1");
        Directory.CreateDirectory(gone);
        await File.WriteAllTextAsync(Path.Combine(gone, "lock"), "");
        await File.WriteAllTextAsync(Path.Combine(gone, "segment-000000.kvd"), "");

        await using var agent = Start(disk: Places());
        agent.WantPools(Wanted(Disk()));

        await Eventually.TrueAsync(() => !Directory.Exists(gone), "what nobody is assigned goes");
        foreign.GetFiles().Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_disk_that_may_not_be_used_is_refused_with_its_reason_and_memory_is_served_all_the_same()
    {
        await using var agent = Start(disk: Places(static _ => "this is the kubelet's"));
        await using var holder = await ReadyAsync(agent);
        using var client = await ConnectAsync(agent);
        Fill(client, 0, 10);

        var pool = await agent.ReportAsync(static pool => pool.LocalDisk?.Reason == DiskReportReasons.Refused);
        (pool.Phase, pool.LocalDisk!.Degraded, pool.LocalDisk.Message).ShouldBe((PoolPhase.Ready, true, "this is the kubelet's"));
        // The pool's tier may have looked at the disk before the node's own part did.
        await Eventually.TrueAsync(
            async () => (await agent.ReportAsync()).LocalDisk is { Reason: DiskReportReasons.Refused, Message: "this is the kubelet's", TotalBytes: 0 },
            static () => "the node's part of the report says so, too");
        Get(client, 3).ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_directory_the_report_says_what_to_set()
    {
        await using var agent = Start();
        await using var holder = await ReadyAsync(agent, Disk() with { Directory = null });

        var pool = await agent.ReportAsync(static pool => pool.LocalDisk is not null);

        pool.LocalDisk!.Reason.ShouldBe(DiskReportReasons.NotConfigured);
        pool.LocalDisk.Message.ShouldNotBeNull().ShouldContain("KVFLEET_AGENT__DISK__DIRECTORY");
        (await agent.ReportAsync()).LocalDisk.ShouldBeNull();
    }

    [Fact]
    public async Task A_smaller_capacity_is_kept_to_without_another_start()
    {
        await using var agent = Start(disk: Places());
        await using var holder = await ReadyAsync(agent);
        using var client = await ConnectAsync(agent);
        await DemoteAsync(agent, client, 40);

        agent.WantPools(Wanted(Disk() with { CapacityBytes = 8 << 20 }));

        await agent.ReportAsync(static pool => pool.LocalDisk is { CapacityBytes: 8 << 20, PhysicalBytes: <= 8 << 20 });
    }

    private DiskPlaces Places(Func<string, string?>? refuse = null) => new(_root.FullName, "/nowhere", refuse ?? (static _ => null));

    private DesiredDisk Disk() => new(DiskBytes, 2, PoolDirectory, null);

    private static DesiredPool Wanted(DesiredDisk? disk) => Pool("pool", Hold("h0", HolderBytes)) with { RowStrideBytes = Stride, Disk = disk };

    private async Task<TestHolder> ReadyAsync(AgentHarness agent, DesiredDisk? disk = null)
    {
        agent.WantPools(Wanted(disk ?? Disk()));
        var holder = agent.AddHolder("h0");
        await agent.ReadyAsync();
        return holder;
    }

    private static async Task<StoreClient> ConnectAsync(AgentHarness agent)
    {
        var path = agent.Node.Publish("engine", VolumeRole.Engine);
        await agent.VolumeServedAsync("engine");
        return StoreClient.Connect(path, new StoreClientOptions { Fingerprint = "model=llama\n", Stride = Stride });
    }

    // Seen twice, so that it is worth a write.
    private static async Task DemoteAsync(AgentHarness agent, StoreClient client, int count)
    {
        Fill(client, 0, count);
        client.Touch([.. Enumerable.Range(0, count).Select(Key)]).ShouldBe(count);
        await agent.ReportAsync(pool => pool.LocalDisk?.Values >= count);
    }

    private static void Fill(StoreClient client, int first, int count)
    {
        for (var i = first; i < first + count; i += 10)
        {
            client.Put([.. Enumerable.Range(i, 10).Select(Key)], [.. Enumerable.Range(i, 10).Select(static number => (ReadOnlyMemory<byte>)Value(number))])
                .ShouldAllBe(static result => result == CommitResult.Committed);
        }
    }

    private static bool Get(StoreClient client, int number)
    {
        var buffer = new byte[Stride];
        if (client.Get([Key(number)], [buffer])[0] < 0)
            return false;
        buffer.ShouldBe(Value(number));
        return true;
    }

    private static byte[] Key(int number) => BitConverter.GetBytes((ulong)(number + 1) * 0x9E3779B97F4A7C15);

    private static byte[] Value(int number)
    {
        var bytes = new byte[Stride];
        new Random(number).NextBytes(bytes);
        return bytes;
    }
}
