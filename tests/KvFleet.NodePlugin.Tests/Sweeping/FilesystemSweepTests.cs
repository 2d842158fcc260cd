using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Sweeping;
using KvFleet.NodePlugin.Tests.Support;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.NodeChannel;
using KvFleet.Sweeping.Contract;
using Microsoft.Extensions.Logging.Abstractions;

namespace KvFleet.NodePlugin.Tests.Sweeping;

/// <summary>The sweeping process under its host, over a directory that plays the filesystem.</summary>
public sealed class FilesystemSweepTests : IDisposable
{
    private const int Megabyte = 1 << 20;
    private readonly TemporaryDirectory _root = new();
    private readonly FilesystemSweep _sweep = new(new NodeOptions { NodeName = "node-1" }, TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task A_pool_above_its_quota_loses_what_was_not_used_for_longest_and_a_killed_process_is_followed_by_another()
    {
        for (var index = 0; index < 16; index++)
            Write($"{index:x16}.bin", used: Now.AddHours(-1 - index));
        Write("notes.txt", used: Now.AddDays(-9));

        await UntilAsync(() => Total is { } total && total.Bytes <= 8 * Megabyte);

        File.Exists(At("notes.txt")).ShouldBeTrue("nobody's block is nobody's to delete");
        var left = Directory.GetFiles(Path.GetDirectoryName(At("x"))!, "*.bin").Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal).ToList();
        left.ShouldNotBeEmpty();
        left.ShouldBe(Enumerable.Range(0, left.Count).Select(static index => $"{index:x16}"), "those that were used last are left");

        _sweep.Keep(Filesystem(), [], null);
        Write("ffffffffffffffff.bin", used: Now, bytes: 4096);
        await UntilAsync(() => Total?.Files == left.Count + 2);
    }

    [Fact]
    public void The_process_is_told_what_was_ordered()
    {
        var lost = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var configuration = SweepConfigurations.Of(Filesystem() with { RecordsAccesses = true }, [Pool() with { MinAgeSeconds = 600, Inodes = 7 }], "/mnt", "node-1", lost);

        SweepConfigurationCheck.Problems(configuration).ShouldBeEmpty();
        (configuration.Member, configuration.Root, configuration.MembersDirectory, configuration.AccessesRecorded, configuration.AccessesLostAt).ShouldBe(("node-1", "/mnt", "kvfleet/.sweep", true, lost));
        configuration.Watermarks.ShouldBe(new SweepWatermarks(85, 70));
        var pool = configuration.Pools.ShouldHaveSingleItem();
        (pool.Directory, pool.QuotaBytes, pool.QuotaInodes, pool.MinAgeSeconds, pool.GraceSeconds).ShouldBe(("kvfleet/tenant/llama", 8L * Megabyte, 7L, 600, 30));
        SweepConfigurations.Of(Filesystem(), [Pool() with { QuotaBytes = 0 }], "/mnt", "node-1", null).Pools[0].QuotaBytes.ShouldBeNull("an unknown quota deletes nothing");
    }

    public void Dispose()
    {
        _sweep.Dispose();
        _root.Dispose();
    }

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    private PoolUsage? Total => _sweep.Report?.Pools.SingleOrDefault()?.Total;

    private static WantedFilesystem Filesystem() => new("gluster", false, "kvfleet", (uint)Privilege.UserId, 85, 70, "u-1");

    private static WantedPool Pool() => new("pool-1", "tenant", "llama", "gluster", "kvfleet/tenant/llama", "m@main", "h100/l/tp1", 8 * Megabyte);

    private string At(string name) => _root.At("kvfleet", "tenant", "llama", "m@main", "any", "h100", "l", "tp1", name);

    private void Write(string name, DateTime used, int bytes = Megabyte)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), new byte[bytes]);
        File.SetLastWriteTimeUtc(At(name), used);
        File.SetLastAccessTimeUtc(At(name), used);
    }

    private async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(120));
        while (!isSo())
        {
            _sweep.Keep(Filesystem(), [Pool()], new MountEntry(_root.Path, "fuse", "server:/kv", ["rw"]) { Id = "1" });
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }
    }
}
