namespace KvFleet.Native.Tests;

/// <summary>Sealed memory is what the whole house stands on.</summary>
public sealed class MemoryFileTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void A_new_file_has_its_size_and_no_pages()
    {
        using var file = MemoryFile.Create("extent", 8 * MiB);
        var facts = file.GetFacts();
        facts.SizeBytes.ShouldBe(8 * MiB);
        facts.ResidentBytes.ShouldBe(0);
        facts.Inode.ShouldNotBe(0UL);
        file.GetHugePageBytes().ShouldBe(0);
    }

    [Fact]
    public void Two_files_never_share_an_identity()
    {
        using var first = MemoryFile.Create("same", MiB);
        using var second = MemoryFile.Create("same", MiB);
        (first.GetFacts().Device, first.GetFacts().Inode).ShouldNotBe((second.GetFacts().Device, second.GetFacts().Inode));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(MiB / 2)]
    [InlineData(2 * MiB)]
    public void A_sealed_file_refuses_to_shrink_or_grow(long bytes)
    {
        using var file = MemoryFile.Create("extent", MiB);
        file.AddSeals(Seals.Extent);
        Should.Throw<NativeException>(() => file.Truncate(bytes)).ErrorNumber.ShouldBe(Errno.EPERM);
        file.GetFacts().SizeBytes.ShouldBe(MiB);
    }

    [Fact]
    public void A_sealed_file_refuses_further_seals_so_nobody_can_make_it_read_only()
    {
        using var file = MemoryFile.Create("extent", MiB);
        file.AddSeals(Seals.Extent);
        var failure = Should.Throw<NativeException>(() => file.AddSeals(Seals.FutureWrite));
        failure.ErrorName.ShouldBe("EPERM");
        failure.Remedy.ShouldNotBeNull();
        (file.GetSeals() & ~Seals.Execute).ShouldBe(Seals.Extent);
    }

    [Fact]
    public void An_unsealed_file_can_be_truncated_and_says_so()
    {
        using var file = MemoryFile.Create("extent", MiB);
        (file.GetSeals() & ~Seals.Execute).ShouldBe(Seals.None);
        file.Truncate(4096);
        file.GetFacts().SizeBytes.ShouldBe(4096);
    }

    [Fact]
    public void Seals_do_not_forbid_holes_but_holes_show()
    {
        using var file = MemoryFile.Create("extent", 4 * MiB);
        file.AddSeals(Seals.Extent);
        file.Allocate(0, 4 * MiB);
        file.GetFacts().ResidentBytes.ShouldBe(4 * MiB);
        file.PunchHole(MiB, 2 * MiB);
        file.GetFacts().ResidentBytes.ShouldBe(2 * MiB);
        file.GetFacts().SizeBytes.ShouldBe(4 * MiB);
    }

    [Fact]
    public void An_ordinary_file_is_recognised_as_no_memory_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var handle = File.OpenHandle(path);
            using var pretender = MemoryFile.Adopt(new Descriptor(Duplicate(path)));
            var seals = Should.Throw<NativeException>(() => pretender.GetSeals());
            seals.ErrorNumber.ShouldBe(Errno.EINVAL);
            seals.Message.ShouldContain("not a memfd");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Adopting_moves_the_descriptor()
    {
        var file = MemoryFile.Create("moved", MiB);
        var descriptor = new Descriptor(file.Detach());
        Should.Throw<ObjectDisposedException>(() => file.Detach());
        using var adopted = MemoryFile.Adopt(descriptor);
        descriptor.IsClosed.ShouldBeTrue();
        adopted.GetFacts().SizeBytes.ShouldBe(MiB);
    }

    [Fact]
    public void Disposing_closes_the_descriptor()
    {
        var name = $"leak-{Guid.NewGuid():N}";
        using (MemoryFile.Create(name, MiB))
            OpenFiles.Count(name).ShouldBe(1);
        OpenFiles.Count(name).ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(MiB, 3)]
    [InlineData(MiB, 2 * MiB)]
    public void Impossible_sizes_are_refused_before_the_kernel_is_asked(long bytes, long hugePageBytes) =>
        Should.Throw<ArgumentException>(() => MemoryFile.Create("extent", bytes, hugePageBytes));

    [Fact]
    public void A_huge_page_size_that_does_not_exist_is_an_error_with_a_remedy()
    {
        var failure = Should.Throw<NativeException>(() => MemoryFile.Create("extent", 1L << 42, 1L << 42));
        failure.Call.ShouldBe("memfd_create");
        failure.Message.ShouldContain("/sys/kernel/mm/hugepages");
    }

    [Fact]
    public void Huge_pages_are_reserved_by_the_first_mapping_and_missing_ones_are_said_there()
    {
        const long PageBytes = 2 * MiB;
        if (!Directory.Exists("/sys/kernel/mm/hugepages/hugepages-2048kB"))
            Assert.Skip("the kernel offers no 2 MiB pages");
        using var file = MemoryFile.Create("huge", 1L << 40, PageBytes);
        file.GetHugePageBytes().ShouldBe(PageBytes);
        var failure = Should.Throw<NativeException>(() => SharedMapping.Map(file, 0, 1L << 40));
        failure.ErrorNumber.ShouldBe(Errno.ENOMEM);
        failure.Remedy.ShouldNotBeNull().ShouldContain("huge pages");
    }

    private static nint Duplicate(string path)
    {
        // Another description of the same file, as it would arrive over a socket.
        var handle = File.OpenHandle(path);
        var number = handle.DangerousGetHandle();
        handle.SetHandleAsInvalid();
        return number;
    }
}
