using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Health;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests.Disk;

public sealed class DiskTierTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(5000)]
    [InlineData(TestMemory.Stride)]
    [InlineData((TestMemory.Stride * 8) + 12345)]
    public void A_value_that_was_seen_twice_comes_back_after_memory_lost_it(int length)
    {
        using var bed = new DiskBed();
        var value = Bytes(length, length);
        bed.Demote(1, value);

        bed.Reboot();

        bed.Store.Find(TestMemory.Key(1)).State.ShouldBe(StoreRecordState.OnLowerTier);
        bed.Load(1).ShouldBe(value);
        bed.Report.Loaded.ShouldBe(1);
        bed.Report.Recovered.ShouldBe(1);
        bed.Report.Condition.Reason.ShouldBe(DiskReasons.Ready);
    }

    [Fact]
    public void A_value_that_was_seen_once_stays_off_the_disk()
    {
        using var bed = new DiskBed();
        bed.Store.Put(TestMemory.Key(1), Bytes(1, 1000)).ShouldBeTrue();
        bed.Demote(2, Bytes(2, 1000));

        bed.Tier.Contains(TestMemory.Key(1)).ShouldBeFalse();
        bed.Report.Written.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 3)]
    public void How_often_a_value_must_be_seen_is_an_option(int sightings, int usesNeeded)
    {
        using var bed = new DiskBed(DiskBed.Small with { SightingsToAdmit = sightings });
        bed.Store.Put(TestMemory.Key(1), Bytes(1, 1000)).ShouldBeTrue();
        for (var use = 0; use < usesNeeded; use++)
        {
            Thread.Sleep(50);
            bed.Tier.Contains(TestMemory.Key(1)).ShouldBeFalse();
            bed.Store.Get(TestMemory.Key(1)).ShouldNotBeNull();
        }

        DiskBed.Await(() => bed.Tier.Contains(TestMemory.Key(1)), "it is not written");
    }

    [Fact]
    public void A_value_is_written_once()
    {
        using var bed = new DiskBed();
        bed.Demote(1, Bytes(1, 1000));
        bed.Store.Get(TestMemory.Key(1)).ShouldNotBeNull();
        Thread.Sleep(100);

        bed.Report.Written.ShouldBe(1);
    }

    [Fact]
    public void A_value_that_came_back_is_not_written_again()
    {
        using var bed = new DiskBed();
        bed.Demote(1, Bytes(1, 1000));
        bed.Reboot();
        bed.Load(1).ShouldNotBeNull();
        bed.Store.Get(TestMemory.Key(1)).ShouldNotBeNull();
        Thread.Sleep(100);

        bed.Report.Written.ShouldBe(0);
        bed.Tier.Contains(TestMemory.Key(1)).ShouldBeTrue();
    }

    [Fact]
    public void A_removed_key_is_on_the_disk_no_more_and_stays_away_after_a_restart()
    {
        using var bed = new DiskBed();
        for (var key = 0; key < 40; key++)
            bed.PutTwice(key, Bytes(key, 60_000));
        DiskBed.Await(() => bed.Report.Keys == 40, "not all are written");

        for (var key = 0; key < 40; key += 2)
            bed.Store.Remove(TestMemory.Key(key)).ShouldBeTrue();
        bed.Reboot();

        bed.Report.Recovered.ShouldBe(20);
        for (var key = 0; key < 40; key++)
            bed.Load(key).ShouldBe(key % 2 == 0 ? null : Bytes(key, 60_000));
    }

    [Fact]
    public void A_key_that_got_another_value_gives_that_one_after_a_restart()
    {
        using var bed = new DiskBed();
        bed.Demote(1, Bytes(1, 5000));
        bed.Store.Put(TestMemory.Key(1), Bytes(2, 6000)).ShouldBeTrue();
        bed.Tier.Contains(TestMemory.Key(1)).ShouldBeFalse("the old value must not be given out");
        bed.Store.Get(TestMemory.Key(1)).ShouldBe(Bytes(2, 6000));
        DiskBed.Await(() => bed.Tier.Contains(TestMemory.Key(1)), "the new value is not written");

        bed.Reboot();

        bed.Load(1).ShouldBe(Bytes(2, 6000));
    }

    [Fact]
    public void Clearing_the_store_clears_the_disk()
    {
        using var bed = new DiskBed();
        for (var key = 0; key < 30; key++)
            bed.PutTwice(key, Bytes(key, 50_000));
        DiskBed.Await(() => bed.Report.Keys == 30, "not all are written");

        bed.Store.Clear();
        bed.Report.Keys.ShouldBe(0);
        bed.Demote(99, Bytes(99, 100));
        bed.Reboot();

        bed.Report.Keys.ShouldBe(1);
        bed.Load(99).ShouldBe(Bytes(99, 100));
    }

    [Fact]
    public void An_expiry_is_kept_and_counts_on_the_disk()
    {
        var time = new SkewedTime();
        using var bed = new DiskBed(time: time);
        bed.Store.Put(TestMemory.Key(1), Bytes(1, 1000)).ShouldBeTrue();
        bed.Store.SetExpiry(TestMemory.Key(1), time.GetUtcNow().AddHours(1)).ShouldBeTrue();
        bed.Store.Get(TestMemory.Key(1)).ShouldNotBeNull();
        DiskBed.Await(() => bed.Tier.Contains(TestMemory.Key(1)), "it is not written");
        bed.Reboot();
        bed.Load(1).ShouldBe(Bytes(1, 1000));

        time.Skew = TimeSpan.FromHours(2);

        bed.Tier.Contains(TestMemory.Key(1)).ShouldBeFalse();
        bed.Store.Find(TestMemory.Key(1)).State.ShouldBe(StoreRecordState.Absent, "what came back has its expiry, too");
    }

    [Fact]
    public void An_expiry_that_is_set_later_reaches_the_disk()
    {
        var time = new SkewedTime();
        using var bed = new DiskBed(time: time);
        bed.Demote(1, Bytes(1, 1000));
        bed.Store.SetExpiry(TestMemory.Key(1), time.GetUtcNow().AddHours(1)).ShouldBeTrue();
        DiskBed.Await(() => bed.Tier.Contains(TestMemory.Key(1)), "it is not written again");
        bed.Reboot();

        time.Skew = TimeSpan.FromHours(2);

        bed.Store.Find(TestMemory.Key(1)).State.ShouldBe(StoreRecordState.Absent);
    }

    [Fact]
    public void A_flipped_byte_is_a_miss_that_is_counted_and_the_value_is_dropped()
    {
        using var bed = new DiskBed();
        for (var key = 0; key < 20; key++)
            bed.PutTwice(key, Bytes(key, 60_000));
        DiskBed.Await(() => bed.Report.Keys == 20, "not all are written");
        bed.Reboot();
        DiskFiles.FlipValueByte(bed.Files(), Bytes(7, 60_000));

        for (var key = 0; key < 20; key++)
            bed.Load(key).ShouldBe(key == 7 ? null : Bytes(key, 60_000));

        bed.Report.Damaged.ShouldBe(1);
        bed.Tier.Contains(TestMemory.Key(7)).ShouldBeFalse();
        bed.Reboot();
        bed.Report.Keys.ShouldBe(19);
    }

    [Fact]
    public void A_second_process_is_refused_and_told_who_has_the_directory()
    {
        using var bed = new DiskBed();
        using var second = new LocalDiskVolume(bed.Path, "second");

        Should.Throw<DiskRefusedException>(second.Claim).Message.ShouldContain("is in use by test");
    }

    [Fact]
    public void When_memory_has_no_room_a_load_comes_to_nothing_and_the_value_stays()
    {
        using var bed = new DiskBed(rows: 8);
        bed.Demote(1, Bytes(1, 60_000));
        bed.Reboot();
        var leases = new List<StoreLease>();
        for (var key = 2; bed.Store.Put(TestMemory.Key(key), Bytes(key, 60_000)); key++)
        {
            bed.Store.TryLease(TestMemory.Key(key), out var lease).ShouldBeTrue();
            leases.Add(lease);
        }

        bed.Load(1).ShouldBeNull();
        bed.Report.LoadsRefused.ShouldBe(1);
        foreach (var lease in leases)
            lease.Dispose();

        // Asked until it comes: while the tier writes the other values it holds them, and memory has no room then either.
        DiskBed.Await(
            () =>
            {
                bed.Tier.RequestLoad(TestMemory.Key(1));
                return bed.Report.Loaded == 1;
            },
            "it does not come back",
            () => $"{bed.Report}");
        bed.Store.Get(TestMemory.Key(1)).ShouldBe(Bytes(1, 60_000));
    }

    private sealed class SkewedTime : TimeProvider
    {
        public TimeSpan Skew { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Skew;
    }
}
