using KvFleet.Native;
using KvFleet.Store.Disk.Health;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests.Disk;

/// <summary>One after the other: the faults are those of one volume.</summary>
public sealed class DiskFaultTests : IDisposable
{
    private readonly DiskBed _bed;

    public DiskFaultTests()
    {
        FaultyVolume.Heal();
        // Rows for all values of a test: what memory evicts before its turn has come is not written.
        _bed = new DiskBed(rows: 512, wrap: static volume => new FaultyVolume(volume));
    }

    public void Dispose()
    {
        FaultyVolume.Heal();
        _bed.Dispose();
    }

    [Theory]
    [InlineData(Errno.EIO, DiskReasons.IoError, "EIO")]
    [InlineData(Errno.EROFS, DiskReasons.ReadOnly, "read-only")]
    public void While_nothing_can_be_written_the_store_goes_on_and_what_is_on_the_disk_is_read(int error, string reason, string says)
    {
        _bed.Demote(1, Bytes(1, 5000));
        FaultyVolume.Writing = error;
        _bed.PutTwice(2, Bytes(2, 5000));
        DiskBed.Await(() => _bed.Report.Condition.IsDegraded, "the fault is not noticed");

        _bed.Report.Condition.Reason.ShouldBe(reason);
        _bed.Report.Condition.Message.ShouldContain(says);
        _bed.Report.WriteErrors.ShouldBeGreaterThan(0);
        _bed.Tier.Contains(TestMemory.Key(2)).ShouldBeFalse();
        _bed.Store.Get(TestMemory.Key(2)).ShouldBe(Bytes(2, 5000));
        _bed.Tier.Contains(TestMemory.Key(1)).ShouldBeTrue();

        FaultyVolume.Heal();

        DiskBed.Await(() => _bed.Report.Condition.Reason == DiskReasons.Ready, "the end of the fault is not noticed");
        DiskBed.Await(() => _bed.Tier.Contains(TestMemory.Key(2)), "what waited is not written");
        _bed.Reboot();
        _bed.Load(1).ShouldBe(Bytes(1, 5000));
        _bed.Load(2).ShouldBe(Bytes(2, 5000));
    }

    [Fact]
    public void A_full_filesystem_leaves_the_tier_the_room_that_it_has()
    {
        Fill(0, 40);
        DiskBed.Await(() => _bed.Report.Keys == 40, "not all are written");
        var had = _bed.Files().Length;
        FaultyVolume.Allocating = Errno.ENOSPC;
        Fill(1000, 200);

        Enumerable.Range(1180, 20).ShouldContain(key => _bed.Tier.Contains(TestMemory.Key(key)), "what was written last is there");
        _bed.Report.Condition.Reason.ShouldBe(DiskReasons.NoSpace);
        _bed.Report.Condition.Message.ShouldContain("ENOSPC");
        _bed.Report.Evicted.ShouldBeGreaterThan(0);
        _bed.Files().Length.ShouldBe(had, "files that could not get their blocks are not left behind");
        FaultyVolume.Heal();
        DiskBed.Await(() => _bed.Report.Condition.Reason == DiskReasons.Ready, "the end of the fault is not noticed");
        Fill(2000, 100);
        DiskBed.Await(() => _bed.Files().Length > had, "it does not grow again");
    }

    [Fact]
    public void A_full_filesystem_costs_no_pinned_value()
    {
        Fill(0, 40);
        DiskBed.Await(() => _bed.Report.Keys == 40, "not all are written");
        var pinned = Enumerable.Range(0, 40).Where(static key => key % 4 == 0).ToList();
        foreach (var key in pinned)
            _bed.Tier.TryPin(TestMemory.Key(key), TimeProvider.System.GetUtcNow().AddMinutes(5)).ShouldBeTrue();
        FaultyVolume.Allocating = Errno.ENOSPC;
        Fill(1000, 200);

        Enumerable.Range(1180, 20).ShouldContain(key => _bed.Tier.Contains(TestMemory.Key(key)), "what was written last is there");
        _bed.Report.Condition.Reason.ShouldBe(DiskReasons.NoSpace);
        pinned.Where(key => !_bed.Tier.Contains(TestMemory.Key(key))).ShouldBeEmpty();
        FaultyVolume.Heal();
        _bed.Reboot();
        foreach (var key in pinned)
            _bed.Load(key).ShouldBe(Bytes(key, 60_000));
    }

    [Fact]
    public void Space_that_runs_out_within_a_write_costs_that_write_only()
    {
        _bed.Demote(1, Bytes(1, 5000));
        FaultyVolume.Writing = Errno.ENOSPC;
        _bed.PutTwice(2, Bytes(2, 5000));
        DiskBed.Await(() => _bed.Report.Condition.Reason == DiskReasons.NoSpace, "the fault is not noticed");
        FaultyVolume.Heal();

        DiskBed.Await(() => _bed.Tier.Contains(TestMemory.Key(2)), "what waited is not written");
        _bed.Reboot();
        _bed.Load(2).ShouldBe(Bytes(2, 5000));
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(5000)]
    [InlineData(12_288)]
    public void Short_reads_and_writes_are_gone_on_with(int most)
    {
        FaultyVolume.MostBytes = most;
        for (var key = 0; key < 10; key++)
            _bed.Demote(key, Bytes(key, 60_000));
        _bed.Reboot();

        for (var key = 0; key < 10; key++)
            _bed.Load(key).ShouldBe(Bytes(key, 60_000));
    }

    [Fact]
    public void A_value_that_the_device_cannot_read_is_a_miss_that_is_counted()
    {
        _bed.Demote(1, Bytes(1, 5000));
        _bed.Demote(2, Bytes(2, 5000));
        _bed.Reboot();
        FaultyVolume.Reading = Errno.EIO;

        _bed.Load(1).ShouldBeNull();

        _bed.Report.ReadErrors.ShouldBe(1);
        FaultyVolume.Heal();
        _bed.Load(2).ShouldBe(Bytes(2, 5000));
    }

    [Fact]
    public void What_is_removed_while_nothing_can_be_written_stays_away()
    {
        _bed.Demote(1, Bytes(1, 5000));
        _bed.Demote(2, Bytes(2, 5000));
        FaultyVolume.Writing = Errno.EIO;
        _bed.Store.Remove(TestMemory.Key(1)).ShouldBeTrue();
        DiskBed.Await(() => _bed.Report.Condition.IsDegraded, "the fault is not noticed");
        FaultyVolume.Heal();
        DiskBed.Await(() => !_bed.Report.Condition.IsDegraded, "the end of the fault is not noticed");
        _bed.Reboot();

        _bed.Load(1).ShouldBeNull();
        _bed.Load(2).ShouldBe(Bytes(2, 5000));
    }

    [Fact]
    public void A_disk_that_fails_at_the_start_is_read_when_it_is_well()
    {
        _bed.Demote(1, Bytes(1, 5000));
        FaultyVolume.Writing = Errno.EROFS;
        _bed.Reboot();

        _bed.Report.Condition.Reason.ShouldBe(DiskReasons.ReadOnly);
        _bed.Store.Find(TestMemory.Key(1)).State.ShouldBe(StoreRecordState.Absent);
        FaultyVolume.Heal();
        DiskBed.Await(() => _bed.Report.Condition.Reason == DiskReasons.Ready, "the end of the fault is not noticed");

        _bed.Load(1).ShouldBe(Bytes(1, 5000));
    }

    /// <summary>Puts values and waits until each was written; it need not be there any more, as what is written later may take its place.</summary>
    private void Fill(int first, int count)
    {
        const int AtOnce = 20;
        for (var key = first; key < first + count; key += AtOnce)
        {
            var due = _bed.Report.Written + AtOnce;
            for (var i = 0; i < AtOnce; i++)
                _bed.PutTwice(key + i, Bytes(key + i, 60_000));
            DiskBed.Await(() => _bed.Report.Written >= due, $"not all from {key} on are written", () => $"{_bed.Report}");
        }
    }
}
