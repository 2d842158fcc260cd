using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests.Disk;

public sealed class DiskAmplificationTests
{
    [Theory]
    [InlineData(32 << 10)]
    [InlineData(128 << 10)]
    [InlineData(2 << 20)]
    public void Row_ContiguousKV_read_amplification_is_at_most_1_05_and_the_smallest_efficient_read_is_published(int block)
    {
        using var bed = new DiskBed(DiskBed.Small with { CapacityBytes = 64 << 20, SegmentBytes = 8 << 20 }, rows: 256);
        for (var key = 0; key < 12; key++)
            bed.Demote(key, Bytes(key, block));
        bed.Reboot();

        for (var key = 0; key < 12; key++)
            bed.Load(key).ShouldBe(Bytes(key, block));

        bed.Report.LoadedValueBytes.ShouldBe(12L * block);
        bed.Report.ReadAmplification.ShouldBeInRange(1, 1.05);
        bed.Report.Device!.MinimumEfficientBytes.ShouldBeInRange(4096, 16 << 20);
        bed.Report.Device.ReadBytesPerSecond.ShouldBeGreaterThan(0);
    }
}
