using KvFleet.Store.Disk.Files;
using static KvFleet.Store.Tests.StoreExtensions;

namespace KvFleet.Store.Tests.Disk;

/// <summary>The store and its tier together, as clients and the agent use them.</summary>
public sealed class DiskStoreTests
{
    [Fact]
    public void What_the_disk_has_lost_is_written_again_although_memory_says_that_it_is_there()
    {
        using var bed = new DiskBed();
        bed.Demote(1, Bytes(1, 1000));
        bed.Tier.Dispose();
        DiskDirectory.Delete(bed.Path);

        bed.Replace();

        DiskBed.Await(() => bed.Tier.Contains(TestMemory.Key(1)), "it is not written again");
    }

    [Fact]
    public void A_client_that_asks_for_what_is_on_the_disk_alone_misses_once()
    {
        using var bed = new DiskBed();
        bed.Demote(1, Bytes(1, 1000));
        bed.Reboot();

        bed.Store.Get(TestMemory.Key(1)).ShouldBeNull();

        DiskBed.Await(() => bed.Report.Loaded == 1, "it does not come back");
        bed.Store.Get(TestMemory.Key(1)).ShouldBe(Bytes(1, 1000));
    }

    [Fact]
    public void A_client_pins_what_is_on_the_disk_alone()
    {
        using var bed = new DiskBed();
        bed.Demote(1, Bytes(1, 1000));
        bed.Reboot();
        using var client = bed.Store.Connect();

        client.Pin(TestMemory.Key(1), 60).ShouldBe((byte)0);
        bed.Report.PinnedBytes.ShouldBe(1000);
        client.Pin(TestMemory.Key(2), 60).ShouldBe((byte)1, "there is no such key");
        client.Pin(TestMemory.Key(1), 0).ShouldBe((byte)0);
        bed.Report.PinnedBytes.ShouldBe(0);
    }

    [Fact]
    public void A_deleted_directory_keeps_what_is_not_the_tiers()
    {
        using var bed = new DiskBed();
        bed.Demote(1, Bytes(1, 1000));
        Should.Throw<IOException>(() => DiskDirectory.Delete(bed.Path)).Message.ShouldContain("in use");
        bed.Tier.Dispose();
        var foreign = Path.Combine(bed.Path, "segment-of-somebody.txt");
        File.WriteAllText(foreign, "mine");

        DiskDirectory.Delete(bed.Path);
        DiskDirectory.Delete(bed.Path);

        Directory.GetFileSystemEntries(bed.Path).ShouldBe([foreign]);
    }
}
