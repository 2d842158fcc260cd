using System.Globalization;
using KvFleet.Native;
using KvFleet.Store.Extents;
using KvFleet.Store.Extents.Locking;
using KvFleet.Store.Tests.Mappers;

namespace KvFleet.Store.Tests.Locking;

public sealed class LocalExtentLockerTests
{
    private const long Size = 8 << 20;

    [Fact]
    public async Task A_locked_extent_counts_as_locked_until_it_is_unlocked()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Locking needs root, or a raised RLIMIT_MEMLOCK.");
        using var extent = Files.Create("e-0", Size);
        using var locker = new LocalExtentLocker([]);
        var before = LockedBytes();

        await locker.PrepareAsync(extent, "volume", CancellationToken.None);
        await locker.PrepareAsync(extent, "volume", CancellationToken.None);
        (await locker.LockAsync(extent.LockId, CancellationToken.None)).ShouldBe(Size);
        (await locker.LockAsync(extent.LockId, CancellationToken.None)).ShouldBe(Size);

        (LockedBytes() - before).ShouldBe(Size);
        await locker.UnlockAsync(extent.LockId, CancellationToken.None);
        await locker.UnlockAsync(extent.LockId, CancellationToken.None);
        (LockedBytes() - before).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_to_be_retained_is_given_up()
    {
        using var extent = Files.Create("e-0");
        using var locker = new LocalExtentLocker([]);
        await locker.PrepareAsync(extent, "volume", CancellationToken.None);

        await locker.RetainAsync([], CancellationToken.None);

        await Should.ThrowAsync<ExtentLockerException>(() => locker.LockAsync(extent.LockId, CancellationToken.None));
    }

    [Theory]
    [InlineData(ExtentPlacement.Spread, 1, NumaMode.Bind, "1")]
    [InlineData(ExtentPlacement.Spread, null, NumaMode.None, "")]
    [InlineData(ExtentPlacement.Interleave, null, NumaMode.Interleave, "0,2")]
    [InlineData(ExtentPlacement.None, null, NumaMode.None, "")]
    public void The_placement_becomes_a_policy_over_nodes_with_memory(ExtentPlacement placement, int? node, NumaMode mode, string nodes)
    {
        var policy = ExtentPolicy.Of(new ExtentPlan("e", 4096, 0, placement, node), [new NumaNode(0, 1), new NumaNode(1, 0), new NumaNode(2, 1)]);

        (policy.Mode, string.Join(',', policy.Nodes)).ShouldBe((mode, nodes));
    }

    private static long LockedBytes() => long.Parse(
        File.ReadAllLines("/proc/self/status").Single(line => line.StartsWith("VmLck:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) * 1024;
}
