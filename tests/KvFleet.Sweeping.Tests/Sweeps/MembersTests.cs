using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Sweeps;
using KvFleet.Sweeping.Tests.Support;

namespace KvFleet.Sweeping.Tests.Sweeps;

/// <summary>Several members of one sweep, taking turns as their processes would.</summary>
public sealed class MembersTests : IDisposable
{
    private readonly SweepDirectory _directory = new();
    private readonly FilesystemSweeper _first = new(TimeProvider.System);
    private readonly FilesystemSweeper _second = new(TimeProvider.System);

    [Fact]
    public void Two_members_divide_the_work_and_together_keep_the_quota()
    {
        Fill(400);
        _directory.Pool = _directory.Pool with { QuotaInodes = 1L << 40 };
        Turn("a", _first);
        Turn("b", _second);
        var one = Turn("a", _first);
        var two = Turn("b", _second);

        one.Members.ShouldBe(["a", "b"]);
        (one.OwnShare + two.OwnShare).ShouldBe(1);
        one.Pools[0].Own.Files.ShouldBeInRange(1, 399);
        (one.Pools[0].Own.Files + two.Pools[0].Own.Files).ShouldBe(400);
        two.Pools[0].Total!.Files.ShouldBe(400);

        _directory.Pool = _directory.Pool with { QuotaInodes = 300 };
        Turn("a", _first);
        Turn("b", _second);
        _directory.Blocks().ShouldBeInRange(60, 220);
        Turn("a", _first).Pools[0].Deleted.Single().Files.ShouldBeGreaterThan(0);
        Turn("b", _second).Pools[0].Deleted.Single().Files.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void While_members_do_not_agree_yet_nothing_is_deleted()
    {
        Fill(100);
        _directory.Pool = _directory.Pool with { QuotaInodes = 10 };
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_directory.Root, ".kvfleet", "sweep")).FullName, "b.json"), """{"member":"b","members":["b"],"pools":{}}""");

        var report = Turn("a", _first);

        _directory.Blocks().ShouldBe(100);
        report.Pools[0].Refusals.ShouldContain(refusal => refusal.Reason == SweepReason.MembersUnknown);
        report.Pools[0].Total.ShouldBeNull();
        _first.NextRound.ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public void When_a_member_dies_the_other_takes_its_share_and_the_quota_is_kept()
    {
        Fill(400);
        _directory.Pool = _directory.Pool with { QuotaInodes = 300 };
        Turn("a", _first);
        Turn("b", _second);
        var path = Path.Combine(_directory.Root, ".kvfleet", "sweep", "b.json");
        SweepDirectory.Used(path, age: 61);

        var report = Turn("a", _first);

        report.Members.ShouldBe(["a"]);
        report.OwnShare.ShouldBe(1);
        report.Pools[0].Own.Inodes.ShouldBeLessThanOrEqualTo(300);
        report.Pools[0].Own.Files.ShouldBeGreaterThan(50);
        _directory.Blocks().ShouldBe((int)report.Pools[0].Own.Files);
    }

    [Fact]
    public void Reads_lost_on_one_node_stop_deletion_on_all()
    {
        Fill(100);
        _directory.Pool = _directory.Pool with { QuotaInodes = 1L << 40 };
        Turn("a", _first);
        Turn("b", _second);
        _directory.Pool = _directory.Pool with { QuotaInodes = 10 };
        _directory.Run(_second, _directory.Configuration("b") with { AccessesLostAt = TimeProvider.System.GetUtcNow(), Pools = [_directory.Pool with { QuotaInodes = 1L << 40 }] });

        var report = Turn("a", _first);

        _directory.Blocks().ShouldBe(100);
        report.Pools[0].Refusals.ShouldContain(refusal => refusal.Reason == SweepReason.AccessesLost);
    }

    [Fact]
    public void A_member_that_cannot_be_seen_deletes_nothing()
    {
        Fill(50);
        _directory.Pool = _directory.Pool with { QuotaInodes = 10 };
        File.WriteAllText(Path.Combine(_directory.Root, ".kvfleet"), "in the way");

        var report = Turn("a", _first);

        _directory.Blocks().ShouldBe(50);
        report.Refusals.ShouldHaveSingleItem().Reason.ShouldBe(SweepReason.MembersUnknown);
    }

    [Fact]
    public void On_a_filesystem_that_is_full_the_sweep_goes_on()
    {
        Assert.SkipUnless(Credentials.IsRoot, "needs root to mount");
        Mount.Tmpfs(_directory.Root, 4 << 20, 4096, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, MountFlags.None);
        try
        {
            Fill(100);
            _directory.Pool = _directory.Pool with { QuotaInodes = 1L << 40 };
            Turn("a", _first);
            FillUp(Path.Combine(_directory.Root, "ballast"));
            _directory.Pool = _directory.Pool with { QuotaInodes = 100 };

            Turn("a", _first).Refusals.ShouldBeEmpty();

            _directory.Blocks().ShouldBeLessThan(90);
        }
        finally
        {
            Mount.Unmount(_directory.Root);
        }
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _directory.Dispose();
    }

    private static void FillUp(string path)
    {
        using var file = File.Create(path);
        try
        {
            for (var i = 0; i < 4096; i++)
            {
                file.Write(new byte[4096]);
                file.Flush();
            }
        }
        catch (IOException)
        {
            return;
        }

        throw new InvalidOperationException("The filesystem did not fill up.");
    }

    private void Fill(int files)
    {
        for (var i = 0; i < files; i++)
            _directory.Write($"m_0123456789ab_r0/{i % 40:x3}/00_g0/{TestTree.Hash(i)}.bin", age: 1000 + i, bytes: 100);
    }

    private SweepReport Turn(string member, FilesystemSweeper sweeper) => _directory.Run(sweeper, _directory.Configuration(member));
}
