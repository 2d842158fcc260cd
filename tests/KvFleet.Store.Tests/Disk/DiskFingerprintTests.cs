using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests.Disk;

/// <summary>Bytes of another model are never found, and a machine that starts anew knows whose bytes its disk has.</summary>
public sealed class DiskFingerprintTests
{
    [Theory]
    [InlineData("another-pool", null)]
    [InlineData("pool-1", "model=other\n")]
    public void Segments_of_another_pool_or_fingerprint_are_missed_and_used_again(string pool, string? fingerprint)
    {
        using var bed = new DiskBed();
        bed.Store.Memory.Agree(0, "model=llama\n");
        bed.Demote(1, Bytes(1, 1000));

        bed.Reboot(bed.Options with { PoolUid = pool }, fingerprint);

        bed.Report.Keys.ShouldBe(0);
        bed.Report.ForeignSegments.ShouldBe(1);
        bed.Demote(2, Bytes(2, 1000));
        bed.Files().Length.ShouldBe(1);
    }

    [Fact]
    public void Memory_that_is_new_takes_the_fingerprint_of_the_disk()
    {
        using var bed = new DiskBed();
        bed.Store.Memory.Agree(0, "model=llama\n");
        bed.Demote(1, Bytes(1, 1000));

        bed.Reboot();

        bed.Load(1).ShouldBe(Bytes(1, 1000));
        bed.Store.Memory.Fingerprint.ShouldBe("model=llama\n");
        bed.Store.Memory.Agree(0, "model=other\n").Outcome.ShouldBe(StoreAgreementOutcome.FingerprintMismatch);
    }

    [Fact]
    public void The_fingerprint_is_on_the_disk_before_the_first_value_that_carries_it()
    {
        // It keeps house once, at its start, and is ended before the next time.
        using var bed = new DiskBed(DiskBed.Small with { Interval = TimeSpan.FromMinutes(10) });
        bed.Store.Memory.Agree(0, "model=llama\n");
        bed.PutTwice(1, Bytes(1, 1000));
        DiskBed.Await(
            () =>
            {
                bed.Tier.Wake();
                return bed.Tier.Contains(TestMemory.Key(1));
            },
            "the value does not get to the disk");

        bed.Reboot(bed.Options with { Interval = DiskBed.Small.Interval });

        bed.Report.ForeignSegments.ShouldBe(0);
        bed.Load(1).ShouldBe(Bytes(1, 1000));
    }

    [Fact]
    public void What_was_written_before_a_client_said_the_fingerprint_stays_and_what_comes_after_belongs_to_it()
    {
        using var bed = new DiskBed();
        bed.Demote(1, Bytes(1, 1000));
        bed.Store.Memory.Agree(0, "model=llama\n");
        bed.Demote(2, Bytes(2, 1000));
        bed.Files().Length.ShouldBe(2, "the segment that was begun before is not added to");
        bed.Reboot();
        bed.Load(1).ShouldBe(Bytes(1, 1000));
        bed.Load(2).ShouldBe(Bytes(2, 1000));

        bed.Reboot(fingerprint: "model=other\n");

        bed.Report.ForeignSegments.ShouldBe(1);
        bed.Load(2).ShouldBeNull();
        bed.Load(1).ShouldBe(Bytes(1, 1000));
    }
}
