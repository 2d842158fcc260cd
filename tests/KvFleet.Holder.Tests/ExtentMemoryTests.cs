using KvFleet.Holder.Extents;
using KvFleet.Native;
using KvFleet.Protocol.Volume;

namespace KvFleet.Holder.Tests;

public sealed class ExtentMemoryTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Room_is_counted_with_what_is_held_and_what_the_holder_needs_itself()
    {
        var memory = new ExtentMemory(1000 * MiB);
        Should.NotThrow(() => memory.CheckRoom(500 * MiB, 400 * MiB));
        var failure = Should.Throw<NativeException>(() => memory.CheckRoom(500 * MiB, 490 * MiB));
        failure.ErrorNumber.ShouldBe(Errno.ENOMEM);
        failure.Message.ShouldContain("raise the holder pod's limit");
    }

    [Fact]
    public void Nothing_asked_for_always_fits_and_without_a_limit_everything_does()
    {
        Should.NotThrow(() => new ExtentMemory(MiB).CheckRoom(500 * MiB, 0));
        Should.NotThrow(() => new ExtentMemory(null).CheckRoom(0, 1L << 60));
    }

    [Fact]
    public void Progress_adds_up_to_the_range_and_can_stop_it()
    {
        var memory = new ExtentMemory(null);
        var extent = memory.Allocate(new ExtentRequest("uid-0", 40 * MiB, 0));
        using (extent.File)
        {
            var done = 0L;
            memory.Populate(extent, 4 * MiB, 20 * MiB, bytes => (done += bytes) < 10 * MiB);
            done.ShouldBe(16 * MiB, "stopped after the second slice of 8 MiB");
            extent.File.GetFacts().ResidentBytes.ShouldBeInRange(16 * MiB, 20 * MiB, "large pages come for the whole window at once");
        }
    }

    [Fact]
    public void Huge_pages_that_are_not_there_fail_the_allocation_and_not_a_later_write()
    {
        if (!Directory.Exists("/sys/kernel/mm/hugepages/hugepages-2048kB"))
            Assert.Skip("the kernel offers no 2 MiB pages");
        var failure = Should.Throw<NativeException>(() => new ExtentMemory(null).Allocate(new ExtentRequest($"uid-{Guid.NewGuid():N}", 1L << 36, 2 * MiB)));
        failure.ErrorNumber.ShouldBe(Errno.ENOMEM);
        failure.Remedy.ShouldNotBeNull().ShouldContain("vm.nr_hugepages");
    }

    [Fact]
    public void Huge_pages_that_are_there_are_populated()
    {
        using var pages = ReservedHugePages.TryReserve(2);
        if (pages is null)
            Assert.Skip("2 MiB pages cannot be reserved here: it needs root and free memory");
        var memory = new ExtentMemory(null);
        var extent = memory.Allocate(new ExtentRequest("uid-0", 4 * MiB, 2 * MiB));
        using (extent.File)
        {
            memory.Populate(extent, 0, 4 * MiB, _ => true);
            extent.File.GetFacts().ResidentBytes.ShouldBe(4 * MiB);
        }
    }
}
