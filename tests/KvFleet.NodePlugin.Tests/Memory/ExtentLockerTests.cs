using KvFleet.Native;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Memory;
using KvFleet.Protocol.NodeChannel;
using Microsoft.Extensions.Logging.Abstractions;
using static KvFleet.NodePlugin.Tests.Memory.Extents;

namespace KvFleet.NodePlugin.Tests.Memory;

public sealed class ExtentLockerTests : IDisposable
{
    private readonly FakeExtentMapper _mapper = new();
    private readonly NodeMetrics _metrics = new();
    private readonly ExtentLocker _locker;

    public ExtentLockerTests() => _locker = new ExtentLocker(_mapper, _metrics, NullLogger<ExtentLocker>.Instance);

    [Fact]
    public void An_extent_gets_its_policy_before_it_is_locked()
    {
        _locker.Prepare(Prepare(), Sealed()).ShouldBe(new Done(1));
        _locker.Lock(new LockExtent(2, "e-0")).ShouldBe(new Locked(2, Bytes));

        _mapper.Calls.ShouldBe(["mmap", "mbind Bind 0", "mlock"]);
        (_locker.Count, _locker.LockedBytes).ShouldBe((1, Bytes));
    }

    [Fact]
    public void Without_a_policy_no_policy_is_set()
    {
        _mapper.PolicyFailure = new NativeException("mbind", Errno.ENOSYS);

        _locker.Prepare(Prepare(mode: NumaMode.None), Sealed()).ShouldBe(new Done(1));
        _locker.Prepare(Prepare(mode: NumaMode.None), Sealed()).ShouldBe(new Done(1));
    }

    [Fact]
    public void Preparing_and_locking_twice_is_once()
    {
        using var file = Sealed();
        _locker.Prepare(Prepare(), Again(file));
        _locker.Lock(new LockExtent(2, "e-0"));

        _locker.Prepare(Prepare(id: 3), Again(file)).ShouldBe(new Done(3));
        _locker.Lock(new LockExtent(4, "e-0")).ShouldBe(new Locked(4, Bytes));

        _mapper.Calls.Count(call => call is "mmap" or "mlock").ShouldBe(2);
        _locker.LockedBytes.ShouldBe(Bytes);
    }

    [Fact]
    public void Other_memory_under_the_same_id_replaces_the_old()
    {
        _locker.Prepare(Prepare(), Sealed());
        _locker.Lock(new LockExtent(2, "e-0"));

        _locker.Prepare(Prepare(id: 3), Sealed()).ShouldBe(new Done(3));

        (_mapper.Open, _locker.Count, _locker.LockedBytes).ShouldBe((1, 1, 0));
    }

    [Fact]
    public void A_refused_policy_is_told_with_errno_and_remedy_and_leaves_nothing()
    {
        _mapper.PolicyFailure = new NativeException("mbind", Errno.EPERM, "Bind 0");

        var error = _locker.Prepare(Prepare(), Sealed()).ShouldBeOfType<NodeError>();

        (error.Id, error.Errno, error.Call).ShouldBe((1, Errno.EPERM, "mbind"));
        error.Message.ShouldContain("e-0");
        error.Message.ShouldContain("CAP_SYS_NICE");
        (_mapper.Open, _locker.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void A_refused_lock_is_told_with_errno_and_remedy_and_may_be_tried_again()
    {
        _locker.Prepare(Prepare(), Sealed());
        _mapper.LockFailure = new NativeException("mlock", Errno.ENOMEM);

        var error = _locker.Lock(new LockExtent(2, "e-0")).ShouldBeOfType<NodeError>();
        _mapper.LockFailure = null;

        (error.Errno, error.Call).ShouldBe((Errno.ENOMEM, "mlock"));
        error.Message.ShouldContain("RLIMIT_MEMLOCK");
        _locker.LockedBytes.ShouldBe(0);
        _locker.Lock(new LockExtent(3, "e-0")).ShouldBe(new Locked(3, Bytes));
    }

    [Fact]
    public void A_mapping_that_fails_is_told()
    {
        _mapper.MapFailure = new NativeException("mmap", Errno.ENOMEM);

        _locker.Prepare(Prepare(), Sealed()).ShouldBeOfType<NodeError>().Call.ShouldBe("mmap");
    }

    [Fact]
    public void An_extent_that_could_shrink_or_grow_is_refused()
    {
        var error = _locker.Prepare(Prepare(), Sealed(seals: Seals.Shrink)).ShouldBeOfType<NodeError>();

        (error.Errno, error.Call).ShouldBe((0, "verify"));
        error.Message.ShouldContain("seals");
    }

    [Fact]
    public void What_is_no_memory_file_is_refused()
    {
        using var file = File.OpenHandle(typeof(ExtentLockerTests).Assembly.Location);
        var number = file.DangerousGetHandle();
        file.SetHandleAsInvalid();

        var error = _locker.Prepare(Prepare(), MemoryFile.Adopt(new Descriptor(number))).ShouldBeOfType<NodeError>();

        (error.Errno, error.Call).ShouldBe((Errno.EINVAL, "fcntl(F_GET_SEALS)"));
    }

    [Fact]
    public void A_size_other_than_announced_is_refused() =>
        _locker.Prepare(Prepare(bytes: 2 * Bytes), Sealed()).ShouldBeOfType<NodeError>().Message.ShouldContain($"{Bytes} bytes, {2 * Bytes} were announced");

    [Fact]
    public void A_page_size_other_than_announced_is_refused() =>
        _locker.Prepare(Prepare() with { HugePageBytes = 2 * Bytes }, Sealed()).ShouldBeOfType<NodeError>().Message.ShouldContain("huge page size is 0");

    [Fact]
    public void An_extent_with_missing_pages_is_not_locked_because_the_agent_would_be_charged_for_them()
    {
        _mapper.ResidentBytes = Bytes / 2;
        _locker.Prepare(Prepare(), Sealed());

        _locker.Lock(new LockExtent(2, "e-0")).ShouldBeOfType<NodeError>().Message.ShouldContain($"only {Bytes / 2} of its {Bytes} bytes are populated");
        _mapper.Calls.ShouldNotContain("mlock");
    }

    [Fact]
    public void An_unknown_extent_cannot_be_locked_but_counts_as_unlocked()
    {
        _locker.Lock(new LockExtent(1, "e-9")).ShouldBeOfType<NodeError>().Message.ShouldContain("prepare it first");
        _locker.Unlock(new UnlockExtent(2, "e-9")).ShouldBe(new Done(2));
    }

    [Fact]
    public void Unlocking_unmaps()
    {
        PrepareAndLock("e-0", "csi-1");

        _locker.Unlock(new UnlockExtent(3, "e-0")).ShouldBe(new Done(3));

        (_mapper.Open, _locker.Count, _locker.LockedBytes).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void Retaining_drops_all_others_and_says_how_many()
    {
        PrepareAndLock("e-0", "csi-1");
        PrepareAndLock("e-1", "csi-1");
        PrepareAndLock("e-2", "csi-2");

        _locker.Retain(new Retain(9, ["e-1", "e-7"])).ShouldBe(new Done(9, 2));

        (_locker.Count, _locker.LockedBytes).ShouldBe((1, Bytes));
    }

    [Fact]
    public void A_volume_that_goes_takes_its_extents_along()
    {
        PrepareAndLock("e-0", "csi-1");
        PrepareAndLock("e-1", "csi-2");

        _locker.DropVolume("csi-1");

        (_locker.Count, _locker.LockedBytes).ShouldBe((1, Bytes));
        _locker.DropAll("test");
        (_mapper.Open, _locker.LockedBytes).ShouldBe((0, 0));
    }

    public void Dispose()
    {
        _locker.Dispose();
        _metrics.Dispose();
    }

    private static MemoryFile Again(MemoryFile file) => MemoryFileCopy.Of(file);

    private void PrepareAndLock(string extent, string volume)
    {
        _locker.Prepare(Prepare(extent, volume), Sealed()).ShouldBeOfType<Done>();
        _locker.Lock(new LockExtent(2, extent)).ShouldBeOfType<Locked>();
    }
}
