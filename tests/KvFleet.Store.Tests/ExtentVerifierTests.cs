using KvFleet.Native;
using KvFleet.Store.Extents;
using Microsoft.Win32.SafeHandles;

namespace KvFleet.Store.Tests;

public sealed class ExtentVerifierTests : IDisposable
{
    private const long Bytes = 1 << 20;
    private static readonly ExtentPlan Plan = new("uid-0", Bytes, 0, ExtentPlacement.None, null);
    private readonly List<IDisposable> _files = [];

    [Fact]
    public void A_sealed_file_of_the_right_size_is_accepted()
    {
        var verdict = Verify(Create());

        verdict.Fault.ShouldBeNull();
        verdict.Message.ShouldBeNull();
        verdict.ResidentBytes.ShouldBe(0);
        verdict.Identity.Inode.ShouldBeGreaterThan(0UL);
    }

    [Theory]
    [InlineData(Seals.None)]
    [InlineData(Seals.Shrink | Seals.Grow)]
    [InlineData(Seals.Seal | Seals.Grow)]
    [InlineData(Seals.Seal | Seals.Shrink)]
    public void A_file_that_lacks_a_seal_is_refused(Seals seals)
    {
        var verdict = Verify(Create(seals));

        verdict.Fault.ShouldBe(ExtentFault.UnsealedExtent);
        verdict.Message.ShouldNotBeNull().ShouldContain("truncate");
        verdict.Message.ShouldContain("Delete the holder's pod");
    }

    [Theory]
    [InlineData(Seals.Write)]
    [InlineData(Seals.FutureWrite)]
    public void A_file_that_cannot_be_written_is_refused(Seals seal)
    {
        Verify(Create(Seals.Extent | seal)).Fault.ShouldBe(ExtentFault.WriteSealedExtent);
    }

    [Theory]
    [InlineData(Bytes - 4096, ExtentFault.ShortExtent)]
    [InlineData(Bytes + 4096, ExtentFault.LongExtent)]
    public void A_file_of_another_size_is_refused(long bytes, ExtentFault fault)
    {
        Verify(Create(bytes: bytes)).Fault.ShouldBe(fault);
    }

    [Fact]
    public void A_file_with_other_pages_than_asked_for_is_refused()
    {
        var huge = Plan with { HugePageBytes = 2 << 20 };

        ExtentVerifier.Verify(huge, Create(), _ => null).Fault.ShouldBe(ExtentFault.WrongPageSize);
    }

    [Fact]
    public void The_same_memory_twice_is_refused_and_says_whose_it_is()
    {
        var verdict = ExtentVerifier.Verify(Plan, Create(), _ => "other-3");

        verdict.Fault.ShouldBe(ExtentFault.DuplicateExtent);
        verdict.Message.ShouldNotBeNull().ShouldContain("other-3");
    }

    [Fact]
    public void A_file_on_disk_is_refused()
    {
        using var temporary = File.OpenHandle(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, options: FileOptions.DeleteOnClose);
        using var file = MemoryFile.Adopt(Duplicate(temporary));

        ExtentVerifier.Verify(Plan, file, _ => null).Fault.ShouldBe(ExtentFault.NotAMemoryFile);
    }

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private static Descriptor Duplicate(SafeFileHandle handle)
    {
        // The path of the process's own descriptor opens the same file once more.
        var copy = File.OpenHandle($"/proc/self/fd/{handle.DangerousGetHandle()}", FileMode.Open, FileAccess.ReadWrite);
        var descriptor = new Descriptor(copy.DangerousGetHandle());
        copy.SetHandleAsInvalid();
        return descriptor;
    }

    private static ExtentVerdict Verify(MemoryFile file) => ExtentVerifier.Verify(Plan, file, _ => null);

    private MemoryFile Create(Seals seals = Seals.Extent, long bytes = Bytes)
    {
        var file = MemoryFile.Create("test", bytes);
        _files.Add(file);
        if (seals != Seals.None)
            file.AddSeals(seals);
        return file;
    }
}
