using KvFleet.Native;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Format;
using KvFleet.Store.Disk.Health;
using KvFleet.Store.Disk.Segments;

namespace KvFleet.Store.Tests.Disk;

public sealed class DiskPureTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3L << 20, 1L << 20)]
    [InlineData(80L << 20, 10L << 20)]
    [InlineData(1L << 30, 64L << 20)]
    [InlineData(100L << 30, 200L << 20)]
    [InlineData(10L << 40, 1L << 30)]
    public void Segments_are_as_large_as_the_capacity_wants_them(long capacity, long expected) =>
        SegmentSizes.Choose(capacity, 64L << 20).ShouldBe(expected);

    [Theory]
    [InlineData(Errno.ENOSPC, DiskReasons.NoSpace, true)]
    [InlineData(Errno.EROFS, DiskReasons.ReadOnly, false)]
    [InlineData(Errno.EIO, DiskReasons.IoError, false)]
    public void A_fault_has_its_reason_and_says_since_when(int error, string reason, bool canWrite)
    {
        var health = new DiskHealth(new DiskCondition(DiskReasons.Ready, "", Start)).Failed(new NativeException("pwrite", error), Start.AddMinutes(1));
        health = health.Failed(new NativeException("pwrite", error), Start.AddMinutes(2));

        health.Condition.Reason.ShouldBe(reason);
        health.Condition.Since.ShouldBe(Start.AddMinutes(1));
        health.Condition.IsDegraded.ShouldBeTrue();
        health.Condition.CanWrite.ShouldBe(canWrite);
        health.Condition.Message.ShouldContain(Errno.Name(error));
    }

    [Fact]
    public void Trials_come_at_growing_distances_up_to_a_minute_and_start_anew_after_success()
    {
        var health = new DiskHealth(new DiskCondition(DiskReasons.Ready, "", Start));
        var pauses = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            health = health.Failed(new NativeException("pwrite", Errno.EIO), Start);
            pauses.Add((health.NextTrial - Start).TotalSeconds);
        }

        pauses.ShouldBe([1, 2, 4, 8, 16, 32, 60, 60, 60]);
        health.Succeeded(Start).Failed(new NativeException("pwrite", Errno.EIO), Start).NextTrial.ShouldBe(Start.AddSeconds(1));
    }

    [Fact]
    public void A_busy_device_is_no_fault_and_hides_none()
    {
        var ready = new DiskHealth(new DiskCondition(DiskReasons.Ready, "", Start));
        ready.Busy("why", Start).Condition.ShouldBe(new DiskCondition(DiskReasons.Throttled, "why", Start));
        ready.Busy("why", Start).Condition.IsDegraded.ShouldBeFalse();
        ready.Busy("why", Start).Busy(null, Start).Condition.Reason.ShouldBe(DiskReasons.Ready);
        ready.Failed(new NativeException("pwrite", Errno.EIO), Start).Busy("why", Start).Condition.Reason.ShouldBe(DiskReasons.IoError);
    }

    [Fact]
    public void Writes_wait_longer_while_the_device_is_busy_and_soon_not_at_all_when_it_is_not()
    {
        var busy = new DeviceLoad(0, TimeSpan.FromSeconds(1), default, false, 0);
        var throttle = WriteThrottle.None;
        for (var i = 0; i < 20; i++)
            throttle = throttle.Next(busy);
        throttle.Pause.ShouldBe(TimeSpan.FromSeconds(2));
        throttle.Why!.ShouldContain("1000 ms a MiB");
        for (var i = 0; i < 9; i++)
            throttle = throttle.Next(default);
        throttle.ShouldBe(WriteThrottle.None);
    }

    [Theory]
    [InlineData(65, 0, 0, false, 0, true)]
    [InlineData(0, 0, 300, false, 0, true)]
    [InlineData(0, 0, 0, true, 60, true)]
    [InlineData(0, 0, 0, false, 60, false)]
    [InlineData(10, 100, 100, true, 10, false)]
    public void A_device_is_busy_when_loads_wait_transfers_are_slow_or_others_wait_for_it(int loads, int read, int write, bool still, double pressure, bool busy) =>
        (WriteThrottle.None.Next(new DeviceLoad(loads, TimeSpan.FromMilliseconds(read), TimeSpan.FromMilliseconds(write), still, pressure)).Why is not null).ShouldBe(busy);

    [Fact]
    public void Pressure_is_read_as_the_kernel_writes_it()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "some avg10=12.50 avg60=1.00 avg300=0.10 total=1\nfull avg10=3.00 avg60=0.00 avg300=0.00 total=1\n");
        PressureStall.ReadIo(file).ShouldBe(12.5);
        File.Delete(file);
        PressureStall.ReadIo(file).ShouldBe(0);
    }

    [Fact]
    public void The_filesystem_of_the_kubelet_is_refused_and_another_one_is_not()
    {
        var here = Directory.CreateTempSubdirectory("kvfleet-kubelet-");
        KubeletFilesystem.Refuse(Path.Combine(here.FullName, "not", "there", "yet"), [here.FullName])!.ShouldContain("evict pods");
        KubeletFilesystem.Refuse("/dev/shm/kvfleet", [here.FullName, "/no/such/kubelet"]).ShouldBeNull();
        here.Delete();
    }

    [Fact]
    public void Row_ContiguousKV_the_smallest_efficient_read_follows_from_latency_and_bandwidth()
    {
        // 100 us of waiting and 1 GB/s: 400 us of bytes beside it are 400 kB.
        var block = TimeSpan.FromMicroseconds(104.1);
        var many = block + TimeSpan.FromMicroseconds(255 * 4.096);

        var figures = DeviceProbe.Figure(block, many);

        figures.ReadBytesPerSecond.ShouldBe(1e9, 1e6);
        figures.MinimumEfficientBytes.ShouldBe(512 << 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(90)]
    [InlineData(255)]
    public void A_changed_byte_of_an_entry_makes_it_none(int at)
    {
        var header = new SegmentHeader(7, 1 << 20, "pool", new byte[32], 0, [.. Enumerable.Range(1, 32).Select(static i => (byte)i)]);
        var entry = new DiskEntry(3, 9, 5000, 0xABCD, 12345, new StoreEntryHints(1, 2, 3), 99, 20, 4);
        var bytes = new byte[DiskFormat.EntryBytes];
        entry.Write(bytes, "key"u8, header);
        DiskEntry.Read(bytes, header, out var key).ShouldBe(entry);
        key.SequenceEqual("key"u8).ShouldBeTrue();
        DiskEntry.Read(bytes, header with { Sequence = 8 }, out _).ShouldBeNull("another life of the file");
        DiskEntry.Read(bytes, header with { Salt = new byte[32] }, out _).ShouldBeNull("bytes that only look like an entry");

        bytes[at] ^= 0x10;

        DiskEntry.Read(bytes, header, out _).ShouldBeNull();
    }

    [Fact]
    public void Headers_and_footers_come_back_and_changed_ones_do_not()
    {
        var block = new byte[DiskFormat.BlockBytes];
        var header = new SegmentHeader(7, 1 << 20, "pool", [.. Enumerable.Repeat((byte)3, 32)], 5, [.. Enumerable.Range(1, 32).Select(static i => (byte)i)]);
        header.Write(block);
        var read = SegmentHeader.Read(block)!;
        (read.Sequence, read.SegmentBytes, read.PoolUid, read.KeyId).ShouldBe((7, 1 << 20, "pool", 5UL));
        read.Salt.ShouldBe(header.Salt);
        block[20] ^= 1;
        SegmentHeader.Read(block).ShouldBeNull();

        new SegmentFooter(12).Write(block, header);
        SegmentFooter.Read(block, header).ShouldBe(new SegmentFooter(12));
        SegmentFooter.Read(block, header with { Sequence = 8 }).ShouldBeNull();
        block[24] ^= 1;
        SegmentFooter.Read(block, header).ShouldBeNull();
    }
}
