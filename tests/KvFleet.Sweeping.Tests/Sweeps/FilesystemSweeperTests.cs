using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Sweeps;
using KvFleet.Sweeping.Tests.Support;

namespace KvFleet.Sweeping.Tests.Sweeps;

public sealed class FilesystemSweeperTests : IDisposable
{
    private readonly SweepDirectory _directory = new();
    private readonly FilesystemSweeper _sweeper = new(TimeProvider.System);

    [Fact]
    public void A_pool_over_its_quota_loses_its_longest_unused_files_down_to_the_low_line()
    {
        var paths = Enumerable.Range(0, 100).Select(i => _directory.Block(i, age: 10_000 - i, bytes: 64 << 10)).ToArray();
        var directories = DirectoryBytes();
        _directory.Pool = _directory.Pool with { QuotaBytes = (90 * 65536) + directories };

        var pool = _directory.Run(_sweeper).Pools.ShouldHaveSingleItem();

        var left = _directory.Blocks();
        (left * 65536L).ShouldBeLessThanOrEqualTo(_directory.Pool.QuotaBytes!.Value / 2);
        left.ShouldBeGreaterThan(40);
        paths.Select(File.Exists).ShouldBe(Enumerable.Range(0, 100).Select(i => i >= 100 - left));
        pool.Deleted.ShouldBe([new DeletedFiles(SweepReason.ByteQuota, 100 - left, (100 - left) * 65536L, 0, 0)]);
        pool.Own.Files.ShouldBe(left);
        pool.Total.ShouldBe(pool.Own);
        pool.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public void A_pool_over_its_quota_of_inodes_does_too()
    {
        for (var i = 0; i < 400; i++)
            _directory.Block(i, age: 1000 + i);
        _directory.Pool = _directory.Pool with { QuotaInodes = 300 };

        var pool = _directory.Run(_sweeper).Pools[0];

        // 466 inodes, 66 of them directories: as large a part of the files goes as has to go of all.
        pool.Deleted.ShouldHaveSingleItem().Reason.ShouldBe(SweepReason.InodeQuota);
        pool.Own.Files.ShouldBe(400 - (long)Math.Ceiling(400 * 316 / 466.0));
        pool.Own.Inodes.ShouldBeLessThanOrEqualTo(300);
    }

    [Fact]
    public void Directories_that_stay_empty_for_a_while_do_not_cost_the_files_that_are_left()
    {
        for (var i = 0; i < 64; i++)
            _directory.Write($"m_0_r0/{i:x3}/00_g0/{TestTree.Hash(i)}.bin", age: 1000 + i);
        _directory.Pool = _directory.Pool with { QuotaInodes = 150, LowPercent = 80 };

        for (var round = 0; round < 5; round++)
            _directory.Run(_sweeper);

        // Two directories and a file each: at 120 inodes some forty blocks are left, however long the rest stays empty.
        _directory.Blocks().ShouldBeInRange(36, 42);
    }

    [Fact]
    public void Without_a_known_quota_nothing_is_deleted_and_that_is_said()
    {
        for (var i = 0; i < 20; i++)
            _directory.Block(i, age: 1000);

        var pool = _directory.Run(_sweeper).Pools[0];

        _directory.Blocks().ShouldBe(20);
        pool.Refusals.ShouldHaveSingleItem().Reason.ShouldBe(SweepReason.QuotaUnknown);
    }

    [Fact]
    public void What_is_younger_than_minAge_stays_even_over_quota_and_that_is_said()
    {
        for (var i = 0; i < 20; i++)
            _directory.Block(i, age: i < 5 ? 1000 : 10);
        _directory.Pool = _directory.Pool with { QuotaBytes = 4096 };

        var pool = _directory.Run(_sweeper).Pools[0];

        _directory.Blocks().ShouldBe(15);
        pool.Refusals.ShouldHaveSingleItem().Reason.ShouldBe(SweepReason.AllProtected);

        _directory.Run(_sweeper);
        _sweeper.NextRound.ShouldBe(5);
    }

    [Fact]
    public void What_cannot_be_read_stops_deletion_in_the_whole_pool_and_in_no_other()
    {
        Assert.SkipUnless(Credentials.IsRoot, "needs root to mount");
        for (var i = 0; i < 20; i++)
            _directory.Block(i, age: 1000);
        var other = Path.Combine(_directory.Root, "ns", "other", "m_0_r0", "000", "00_g0");
        Directory.CreateDirectory(other);
        File.WriteAllBytes(Path.Combine(other, $"{7:x16}.bin"), new byte[10]);
        SweepDirectory.Used(Path.Combine(other, $"{7:x16}.bin"), 1000);
        var mounted = Directory.CreateDirectory(Path.Combine(_directory.PoolPath, "m_0123456789ab_r0", "00f", "ff_g0")).FullName;
        Mount.Tmpfs(mounted, 1 << 20, 16, UnixFileMode.UserRead, MountFlags.None);
        try
        {
            _directory.Pool = _directory.Pool with { QuotaBytes = 1 };
            var configuration = _directory.Configuration() with { Pools = [_directory.Pool, _directory.Pool with { Name = "other", Directory = "ns/other" }] };

            var report = _directory.Run(_sweeper, configuration);

            _directory.Blocks().ShouldBe(20);
            report.Pools[0].Refusals.ShouldHaveSingleItem().Reason.ShouldBe(SweepReason.TreeUnreadable);
            report.Pools[0].Refusals[0].Message.ShouldContain(mounted);
            report.Pools[1].Deleted.ShouldHaveSingleItem().Files.ShouldBe(1);
        }
        finally
        {
            Mount.Unmount(mounted);
        }
    }

    [Fact]
    public void A_pool_that_became_unreadable_while_it_was_over_quota_is_looked_at_no_more_often_than_others()
    {
        Assert.SkipUnless(Credentials.IsRoot, "needs root to mount");
        for (var i = 0; i < 20; i++)
            _directory.Block(i, age: 10);
        _directory.Pool = _directory.Pool with { QuotaBytes = 1 };
        _directory.Run(_sweeper);
        _sweeper.NextRound.ShouldBe(5);
        var mounted = Directory.CreateDirectory(Path.Combine(_directory.PoolPath, "m_0123456789ab_r0", "00f", "ff_g0")).FullName;
        Mount.Tmpfs(mounted, 1 << 20, 16, UnixFileMode.UserRead, MountFlags.None);
        try
        {
            _directory.Run(_sweeper);
            _sweeper.NextRound.ShouldBe(30);
        }
        finally
        {
            Mount.Unmount(mounted);
        }
    }

    [Fact]
    public void Lost_reads_stop_deletion_until_minAge_has_passed_since()
    {
        for (var i = 0; i < 20; i++)
            _directory.Block(i, age: 1000);
        _directory.Pool = _directory.Pool with { QuotaBytes = 4096 };
        var now = TimeProvider.System.GetUtcNow();

        var pool = _directory.Run(_sweeper, _directory.Configuration() with { AccessesLostAt = now.AddSeconds(-30) }).Pools[0];
        _directory.Blocks().ShouldBe(20);
        pool.Refusals.ShouldHaveSingleItem().Reason.ShouldBe(SweepReason.AccessesLost);

        _directory.Run(_sweeper, _directory.Configuration() with { AccessesLostAt = now.AddSeconds(-90) });
        _directory.Blocks().ShouldBe(0);
    }

    [Fact]
    public void Where_reads_are_recorded_minAge_is_never_below_the_write_back_interval()
    {
        for (var i = 0; i < 20; i++)
            _directory.Block(i, age: i < 10 ? 700 : 900);
        _directory.Pool = _directory.Pool with { QuotaBytes = 4096 };

        _directory.Run(_sweeper, _directory.Configuration() with { AccessesRecorded = true });

        _directory.Blocks().ShouldBe(10);
    }

    [Fact]
    public void Grace_passes_between_choice_and_deletion_and_a_use_meanwhile_spares_the_file()
    {
        var paths = Enumerable.Range(0, 10).Select(i => _directory.Block(i, age: 1000 + i)).ToArray();
        _directory.Pool = _directory.Pool with { QuotaBytes = 4096, GraceSeconds = 1 };

        var chosen = _directory.Run(_sweeper).Pools[0];
        _directory.Blocks().ShouldBe(10);
        chosen.CondemnedUpTo.ShouldNotBeNull();
        _sweeper.NextRound.ShouldBeLessThanOrEqualTo(1);

        SweepDirectory.Used(paths[3], age: 0);
        WaitFor(() => _directory.Run(_sweeper).Pools[0].Deleted.Sum(deleted => deleted.Files) == 9);
        File.Exists(paths[3]).ShouldBeTrue();
        _directory.Blocks().ShouldBe(1);
    }

    [Fact]
    public void A_dry_run_says_what_would_go_and_leaves_it()
    {
        for (var i = 0; i < 20; i++)
            _directory.Block(i, age: 1000 + i);
        _directory.Write($"m_0123456789ab_r0/001/01_g0/{TestTree.Hash(1)}.bin_5.tmp", age: 9000);
        _directory.Pool = _directory.Pool with { QuotaBytes = 4096 };

        var first = _directory.Run(_sweeper, _directory.Configuration() with { DryRun = true }).Pools[0];
        var second = _directory.Run(_sweeper, _directory.Configuration() with { DryRun = true }).Pools[0];

        _directory.Blocks().ShouldBe(20);
        first.Refusals.ShouldContain(refusal => refusal.Reason == SweepReason.DryRun);
        second.Deleted.Select(deleted => (deleted.Reason, deleted.Files)).ShouldBe([(SweepReason.ByteQuota, 20L), (SweepReason.OrphanedTemporaryFile, 1L)]);
    }

    [Fact]
    public void Orphans_empty_directories_and_stale_trees_go_whatever_the_quota_says()
    {
        var kept = _directory.Write($"new/m_0_r0/001/01_g0/{TestTree.Hash(1)}.bin", age: 90_000);
        var orphan = _directory.Write($"new/m_0_r0/001/01_g0/{TestTree.Hash(2)}.bin_5.tmp", age: 9000);
        var young = _directory.Write($"new/m_0_r0/001/01_g0/{TestTree.Hash(3)}.bin_5.tmp", age: 9);
        var stale = _directory.Write($"old/m_0_r0/001/01_g0/{TestTree.Hash(4)}.bin", age: 90_000);
        var description = _directory.Write("old/m_0/config.json", age: 90_000);
        var staleButUsed = _directory.Write($"old/m_0_r0/001/01_g0/{TestTree.Hash(5)}.bin", age: 100);
        var empty = Directory.CreateDirectory(Path.Combine(_directory.PoolPath, "new/m_0_r0/002")).FullName;
        SweepDirectory.Used(empty, 9000);
        _directory.Pool = _directory.Pool with { QuotaBytes = 1L << 40, StaleAgeSeconds = 86_400, Trees = [new SweepTree { Path = "new", Layout = TreeLayoutKind.VllmFs }] };

        var pool = _directory.Run(_sweeper).Pools[0];

        new[] { kept, orphan, young, stale, description, staleButUsed }.Select(File.Exists).ShouldBe([true, false, true, false, false, true]);
        Directory.Exists(empty).ShouldBeFalse();
        pool.Deleted.Select(deleted => (deleted.Reason, deleted.Files)).ShouldBe(
            [(SweepReason.OrphanedTemporaryFile, 1L), (SweepReason.StaleFingerprint, 2L), (SweepReason.EmptyDirectory, 1L)], ignoreOrder: true);
        pool.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public void Pins_taken_away_and_given_hold_at_once()
    {
        for (var i = 0; i < 20; i++)
            _directory.Block(i, age: 1000 + i);
        _directory.Pool = _directory.Pool with { QuotaBytes = 4096, Pinned = ["m_0123456789ab_r0"] };
        var pinned = _directory.Run(_sweeper).Pools[0];
        _directory.Blocks().ShouldBe(20);
        pinned.Own.PinnedBytes.ShouldBe(20 * 4096);

        _directory.Pool = _directory.Pool with { Pinned = ["m_0123456789ab_r0/003"] };
        _directory.Run(_sweeper);
        _directory.Blocks().ShouldBe(2);
    }

    [Fact]
    public void Above_its_high_watermark_the_filesystem_loses_the_longest_unused_files_of_all_pools()
    {
        Assert.SkipUnless(Credentials.IsRoot, "needs root to mount");
        Mount.Tmpfs(_directory.Root, 16 << 20, 4096, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, MountFlags.None);
        try
        {
            for (var i = 0; i < 128; i++)
                _directory.Write($"../{(i % 2 == 0 ? "llama" : "other")}/m_0_r0/{i:x3}/00_g0/{TestTree.Hash(i)}.bin", age: 10_000 - i, bytes: 96 << 10);
            _directory.Pool = _directory.Pool with { QuotaBytes = 1L << 40 };
            var configuration = _directory.Configuration() with
            {
                Watermarks = new SweepWatermarks(70, 40),
                Pools = [_directory.Pool, _directory.Pool with { Name = "other", Directory = "ns/other" }],
            };

            var report = _directory.Run(_sweeper, configuration);

            var usage = FilesystemFacts.Of(_directory.Root);
            (usage.UsedBytes * 100.0 / usage.TotalBytes).ShouldBeInRange(35, 40);
            report.Pools.Select(pool => pool.Deleted.Single().Reason).ShouldBe([SweepReason.Watermark, SweepReason.Watermark]);
            var left = Directory.EnumerateFiles(_directory.Root, "*.bin", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).ToArray();
            left.ShouldBe(Enumerable.Range(128 - left.Length, left.Length).Select(TestTree.Hash));
        }
        finally
        {
            Mount.Unmount(_directory.Root);
        }
    }

    public void Dispose()
    {
        _sweeper.Dispose();
        _directory.Dispose();
    }

    private static void WaitFor(Func<bool> condition)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (condition())
                return;
            Thread.Sleep(100);
        }

        throw new TimeoutException("It did not come about within a minute.");
    }

    private long DirectoryBytes() => Directory.EnumerateDirectories(_directory.PoolPath, "*", SearchOption.AllDirectories).Append(_directory.PoolPath).Sum(path => FileFacts.Of(path).ResidentBytes);
}
