using static KvFleet.Store.Tests.StoreExtensions;
using static KvFleet.Store.Tests.TestMemory;

namespace KvFleet.Store.Tests.Disk;

/// <summary>What is pinned while it is on disk only comes back into memory, and stays.</summary>
public sealed class PreloadTests
{
    private const int Values = 12;

    [Fact]
    public void Row_TableCache_a_preload_set_is_resident_and_others_do_not_displace_it()
    {
        using var bed = new DiskBed();
        for (var key = 0; key < Values; key++)
            bed.Demote(key, Bytes(key, 60_000));
        bed.Reboot();
        var connection = bed.Store.Connect();

        for (var key = 0; key < Values; key++)
            connection.Pin(Key(key), seconds: 3600).ShouldBe((byte)0);

        DiskBed.Await(() => Enumerable.Range(0, Values).All(key => bed.Store.Find(Key(key)).State == StoreRecordState.Present), "not all are resident", () => $"{bed.Report}");
        bed.Store.Statistics.PinnedBytes.ShouldBeGreaterThanOrEqualTo(Values * 60_000);
        for (var key = 1000; key < 1300; key++)
            bed.Store.Put(Key(key), Bytes(key, 60_000));
        for (var key = 0; key < Values; key++)
            bed.Store.Get(Key(key)).ShouldBe(Bytes(key, 60_000));
    }

    [Fact]
    public void A_value_that_finds_no_room_comes_when_there_is_some()
    {
        using var bed = new DiskBed(rows: 8);
        bed.Demote(1, Bytes(1, 60_000));
        bed.Reboot();
        List<StoreLease> leases = [];
        for (var key = 2; bed.Store.Put(Key(key), Bytes(key, 60_000)); key++)
        {
            bed.Store.TryLease(Key(key), out var lease).ShouldBeTrue();
            leases.Add(lease);
        }

        bed.Store.Connect().Pin(Key(1), seconds: 3600).ShouldBe((byte)0);
        DiskBed.Await(() => bed.Report.LoadsRefused > 0, "it is not tried");
        foreach (var lease in leases)
            lease.Dispose();

        DiskBed.Await(
            () =>
            {
                bed.Store.Tick();
                return bed.Store.Find(Key(1)).State == StoreRecordState.Present;
            },
            "it does not come",
            () => $"{bed.Report}");
        bed.Store.Statistics.PinnedBytes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Who_unpins_does_not_wait_for_it_any_more()
    {
        using var bed = new DiskBed();
        bed.Demote(1, Bytes(1, 60_000));
        bed.Reboot();
        var connection = bed.Store.Connect();

        connection.Pin(Key(1), seconds: 3600).ShouldBe((byte)0);
        connection.Pin(Key(1), seconds: 0).ShouldBe((byte)0);

        bed.Load(1).ShouldBe(Bytes(1, 60_000));
        bed.Store.Statistics.PinnedBytes.ShouldBe(0);
    }
}
