using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Health;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests.Disk;

/// <summary>What happens to a real filesystem happens to the tier, and never to the store.</summary>
public sealed class DiskFilesystemTests
{
    private const int Length = 60_000;

    [Fact]
    public void A_filesystem_that_is_full_leaves_the_tier_what_it_has_and_the_store_goes_on()
    {
        using var filesystem = LoopFilesystem.Create(48);
        using var bed = new DiskBed(DiskBed.Small with { CapacityBytes = 256 << 20, SegmentBytes = 4 << 20 }, directory: Path.Combine(filesystem.Path, "tier"));
        for (var key = 0; bed.Report.Condition.Reason != DiskReasons.NoSpace && key < 3000; key++)
            bed.Demote(key, Bytes(key, Length));

        bed.Report.Condition.Reason.ShouldBe(DiskReasons.NoSpace);
        bed.Report.PhysicalBytes.ShouldBeInRange(16 << 20, 48 << 20);
        for (var key = 10_000; key < 10_040; key++)
            bed.Demote(key, Bytes(key, Length));
        bed.Load(10_039).ShouldBe(Bytes(10_039, Length));
        bed.Reboot();
        bed.Load(10_039).ShouldBe(Bytes(10_039, Length));
    }

    [Fact]
    public void A_filesystem_that_becomes_read_only_degrades_the_tier_until_it_is_writable_again()
    {
        using var filesystem = LoopFilesystem.Create(48);
        using var bed = new DiskBed(directory: Path.Combine(filesystem.Path, "tier"));
        bed.Demote(1, Bytes(1, Length));
        // Open files keep a filesystem from becoming read-only by request; an error of the device does not ask.
        bed.Tier.Dispose();
        filesystem.Remount("ro");
        bed.Replace();

        bed.Report.Condition.IsDegraded.ShouldBeTrue();
        bed.Report.Condition.Reason.ShouldBe(DiskReasons.ReadOnly);
        bed.PutTwice(2, Bytes(2, Length));
        bed.Store.Get(TestMemory.Key(2)).ShouldBe(Bytes(2, Length));
        filesystem.Remount("rw");

        DiskBed.Await(() => bed.Report.Condition.Reason == DiskReasons.Ready, "the end of the fault is not noticed", () => $"{bed.Report}");
        DiskBed.Await(() => bed.Tier.Contains(TestMemory.Key(2)), "what waited is not written");
        bed.Tier.Contains(TestMemory.Key(1)).ShouldBeTrue();
    }

    [Fact]
    public void The_kubelets_filesystem_is_known_by_its_device_whatever_the_path()
    {
        using var filesystem = LoopFilesystem.Create(16);
        var kubelet = Directory.CreateDirectory(Path.Combine(filesystem.Path, "kubelet")).FullName;

        KubeletFilesystem.Refuse(Path.Combine(filesystem.Path, "cache", "not-there-yet"), [kubelet]).ShouldNotBeNull().ShouldContain("same filesystem");
        KubeletFilesystem.Refuse(Path.GetTempPath(), [kubelet]).ShouldBeNull();
    }
}
