using KvFleet.Native;
using KvFleet.Store.Disk;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests.Disk;

/// <summary>A disk of four segments of 1 MiB, which holds about 45 values of 60,000 bytes.</summary>
public sealed class DiskReclaimTests
{
    private const int Length = 60_000;
    private static readonly DiskTierOptions Tight = DiskBed.Small with { CapacityBytes = 4 << 20, SegmentBytes = 1 << 20, BatchBytes = 128 << 10 };

    [Fact]
    public void The_oldest_segment_goes_as_a_whole_and_the_disk_never_holds_more_than_it_may()
    {
        using var bed = new DiskBed(Tight);
        for (var key = 0; key < 300; key++)
        {
            bed.Demote(key, Bytes(key, Length));
            Physical(bed).ShouldBeLessThanOrEqualTo(Tight.CapacityBytes);
            bed.Report.PhysicalBytes.ShouldBeLessThanOrEqualTo(Tight.CapacityBytes);
        }

        bed.Report.Evicted.ShouldBe(300 - bed.Report.Keys);
        var kept = Enumerable.Range(0, 300).Where(key => bed.Tier.Contains(TestMemory.Key(key))).ToArray();
        kept.ShouldBe(Enumerable.Range(300 - kept.Length, kept.Length), "first in, first out");
        // One segment is being filled and one is on its way out; the other two are full but for batches that were sent early.
        kept.Length.ShouldBeGreaterThan(25);
    }

    [Fact]
    public void What_was_loaded_since_it_was_written_is_written_again()
    {
        using var bed = new DiskBed(Tight);
        for (var key = 0; key < 30; key++)
            bed.Demote(key, Bytes(key, Length));
        bed.Reboot();
        bed.Load(3).ShouldNotBeNull();
        bed.Load(5).ShouldNotBeNull();
        for (var key = 1000; !bed.Report.Readmitted.Equals(2L) && key < 1100; key++)
            bed.Demote(key, Bytes(key, Length));

        bed.Tier.Contains(TestMemory.Key(3)).ShouldBeTrue();
        bed.Tier.Contains(TestMemory.Key(5)).ShouldBeTrue();
        bed.Tier.Contains(TestMemory.Key(4)).ShouldBeFalse();
        bed.Reboot();
        bed.Load(3).ShouldBe(Bytes(3, Length));
        bed.Load(5).ShouldBe(Bytes(5, Length));
    }

    [Fact]
    public void A_pinned_value_stays_until_its_time_is_over()
    {
        using var bed = new DiskBed(Tight);
        for (var key = 0; key < 5; key++)
            bed.Demote(key, Bytes(key, Length));
        bed.Tier.TryPin(TestMemory.Key(2), TimeProvider.System.GetUtcNow().AddMinutes(5)).ShouldBeTrue();
        bed.Tier.TryPin(TestMemory.Key(3), TimeProvider.System.GetUtcNow().AddMilliseconds(1)).ShouldBeTrue();
        bed.Tier.TryPin(TestMemory.Key(999), TimeProvider.System.GetUtcNow().AddMinutes(5)).ShouldBeFalse("it is not there");

        for (var key = 1000; key < 1300; key++)
            bed.Demote(key, Bytes(key, Length));

        bed.Tier.Contains(TestMemory.Key(2)).ShouldBeTrue();
        bed.Tier.Contains(TestMemory.Key(3)).ShouldBeFalse();
        bed.Report.PinnedBytes.ShouldBe(Length);
        bed.Tier.Unpin(TestMemory.Key(2));
        bed.Report.PinnedBytes.ShouldBe(0);
    }

    [Fact]
    public void Pins_keep_no_more_than_their_share()
    {
        using var bed = new DiskBed(Tight);
        for (var key = 0; key < 30; key++)
            bed.Demote(key, Bytes(key, Length));

        var pinned = Enumerable.Range(0, 30).Count(key => bed.Tier.TryPin(TestMemory.Key(key), TimeProvider.System.GetUtcNow().AddMinutes(5)));

        pinned.ShouldBe((int)(Tight.CapacityBytes * Tight.PinnedFraction / Length));
    }

    [Fact]
    public void A_smaller_capacity_takes_files_away_and_a_larger_one_brings_them_back()
    {
        using var bed = new DiskBed();
        for (var key = 0; key < 150; key++)
            bed.Demote(key, Bytes(key, Length));
        Physical(bed).ShouldBeGreaterThan(8L << 20);

        bed.Tier.Resize(4 << 20);

        DiskBed.Await(() => Physical(bed) <= 4 << 20, "it does not shrink");
        bed.Report.Keys.ShouldBeLessThan(70);
        bed.Tier.Contains(TestMemory.Key(149)).ShouldBeTrue("the youngest stay");
        bed.Tier.Resize(12 << 20);
        for (var key = 1000; key < 1150; key++)
            bed.Demote(key, Bytes(key, Length));
        Physical(bed).ShouldBeInRange(8L << 20, 12L << 20);
        bed.Reboot();
        for (var key = 1100; key < 1150; key++)
            bed.Load(key).ShouldBe(Bytes(key, Length));
    }

    [Fact]
    public void A_segment_of_which_everything_was_removed_is_used_again_before_others_go()
    {
        using var bed = new DiskBed(Tight);
        for (var round = 0; round < 20; round++)
        {
            for (var key = 0; key < 20; key++)
                bed.Demote(key, Bytes(key + round, Length));
        }

        // Always 20 values, each written 20 times: what was replaced makes room, what is valid stays.
        bed.Report.Keys.ShouldBe(20);
        bed.Report.Evicted.ShouldBe(0);
        bed.Reboot();
        for (var key = 0; key < 20; key++)
            bed.Load(key).ShouldBe(Bytes(key + 19, Length));
    }

    [Fact]
    public void Row_CacheFlowVideo_block_and_index_entry_are_evicted_atomically()
    {
        using var bed = new DiskBed(Tight);
        for (var key = 0; key < 200; key++)
        {
            bed.Demote(key, Bytes(key, Length));
            // Whatever is found has its bytes, whatever has no bytes is not found: at any moment, and after a restart.
            for (var old = Math.Max(0, key - 60); old <= key; old += 7)
            {
                if (bed.Tier.Contains(TestMemory.Key(old)))
                    DiskFiles.Contain(bed.Files(), Bytes(old, Length)).ShouldBeTrue();
            }
        }

        var found = Enumerable.Range(0, 200).Where(key => bed.Tier.Contains(TestMemory.Key(key))).ToArray();
        bed.Reboot();
        Enumerable.Range(0, 200).Where(key => bed.Tier.Contains(TestMemory.Key(key))).ToArray().ShouldBe(found);
        foreach (var key in found)
            bed.Load(key).ShouldBe(Bytes(key, Length));
        bed.Report.Damaged.ShouldBe(0);
    }

    private static long Physical(DiskBed bed) => bed.Files().Sum(static file =>
    {
        try
        {
            return FileFacts.Of(file).ResidentBytes;
        }
        catch (NativeException e) when (e.ErrorNumber == Errno.ENOENT)
        {
            return 0;
        }
    });
}
