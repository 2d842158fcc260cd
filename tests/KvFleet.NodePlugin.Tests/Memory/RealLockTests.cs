using KvFleet.Native;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Memory;
using KvFleet.Protocol.NodeChannel;
using Microsoft.Extensions.Logging.Abstractions;
using static KvFleet.NodePlugin.Tests.Memory.Extents;

namespace KvFleet.NodePlugin.Tests.Memory;

/// <summary>The kernel's own answer to the real calls.</summary>
public sealed class RealLockTests
{
    [Fact]
    public void The_kernel_counts_what_is_locked_and_no_longer_counts_what_is_unlocked()
    {
        using var metrics = new NodeMetrics();
        using var locker = new ExtentLocker(new ExtentMapper(), metrics, NullLogger<ExtentLocker>.Instance);
        var before = KernelLocked.Read();
        var file = Sealed();
        using (var holder = SharedMapping.Map(file, 0, Bytes))
        {
            holder.Populate(0, Bytes).ShouldBeTrue();
            locker.Prepare(Prepare(mode: NumaMode.None), file).ShouldBe(new Done(1));
        }

        var answer = locker.Lock(new LockExtent(2, "e-0"));
        if (answer is NodeError { Call: "mlock" } refused)
            Assert.Skip($"This process may not lock memory: {refused.Message}");

        answer.ShouldBe(new Locked(2, Bytes));
        (KernelLocked.Read() - before).ShouldBe(Bytes);
        locker.Unlock(new UnlockExtent(3, "e-0"));
        KernelLocked.Read().ShouldBe(before);
    }

    [Fact]
    public void Pages_that_nobody_populated_are_not_made_by_locking()
    {
        using var metrics = new NodeMetrics();
        using var locker = new ExtentLocker(new ExtentMapper(), metrics, NullLogger<ExtentLocker>.Instance);
        var file = Sealed();
        using var watch = MemoryFileCopy.Of(file);
        locker.Prepare(Prepare(mode: NumaMode.None), file).ShouldBe(new Done(1));

        locker.Lock(new LockExtent(2, "e-0")).ShouldBeOfType<NodeError>();

        watch.GetFacts().ResidentBytes.ShouldBe(0);
    }
}
