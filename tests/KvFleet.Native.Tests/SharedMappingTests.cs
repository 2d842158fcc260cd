using System.Globalization;

namespace KvFleet.Native.Tests;

public sealed class SharedMappingTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Populating_makes_exactly_the_range_resident_and_changes_no_byte()
    {
        using var file = MemoryFile.Create("extent", 4 * MiB);
        using var mapping = SharedMapping.Map(file, 0, 4 * MiB);
        mapping.GetSpan(MiB, 1)[0] = 42;
        if (!mapping.Populate(MiB, 2 * MiB))
            Assert.Skip("MADV_POPULATE_WRITE needs Linux 5.14");
        file.GetFacts().ResidentBytes.ShouldBe(2 * MiB);
        mapping.GetSpan(MiB, 2)[0].ShouldBe((byte)42);
        mapping.GetSpan(MiB, 2)[1].ShouldBe((byte)0);
    }

    [Fact]
    public void Allocating_without_a_mapping_makes_the_same_pages()
    {
        using var file = MemoryFile.Create("extent", 4 * MiB);
        file.Allocate(MiB, 2 * MiB);
        file.GetFacts().ResidentBytes.ShouldBe(2 * MiB);
    }

    [Fact]
    public void What_would_be_a_fatal_signal_for_a_write_is_an_error_for_populating()
    {
        using var file = MemoryFile.Create("extent", MiB);
        using var mapping = SharedMapping.Map(file, 0, 2 * MiB);
        var failure = Should.Throw<NativeException>(() => mapping.Populate(0, 2 * MiB));
        failure.ErrorNumber.ShouldBe(Errno.EFAULT);
        failure.Remedy.ShouldNotBeNull();
    }

    [Fact]
    public void Two_mappings_show_the_same_bytes_and_outlive_the_descriptor()
    {
        var file = MemoryFile.Create("extent", 2 * MiB);
        using var whole = SharedMapping.Map(file, 0, 2 * MiB);
        using var half = SharedMapping.Map(file, MiB, MiB);
        file.Dispose();
        whole.GetSpan(MiB + 7, 1)[0] = 9;
        half.GetSpan(7, 1)[0].ShouldBe((byte)9);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, MiB + 1)]
    [InlineData(MiB, 1)]
    public void Ranges_outside_the_mapping_are_refused(long offset, long bytes)
    {
        using var file = MemoryFile.Create("extent", MiB);
        using var mapping = SharedMapping.Map(file, 0, MiB);
        Should.Throw<ArgumentOutOfRangeException>(() => mapping.Populate(offset, bytes));
        Should.Throw<ArgumentOutOfRangeException>(() => mapping.GetSpan(offset, (int)bytes));
    }

    [Fact]
    public void A_disposed_mapping_has_no_address()
    {
        using var file = MemoryFile.Create("extent", MiB);
        var mapping = SharedMapping.Map(file, 0, MiB);
        mapping.Dispose();
        Should.Throw<ObjectDisposedException>(() => mapping.Address);
        Should.Throw<ObjectDisposedException>(() => mapping.Populate(0, MiB));
    }

    [Fact]
    public void Locking_shows_in_VmLck_and_ends_with_unlock_or_unmap()
    {
        using var file = MemoryFile.Create("extent", 2 * MiB);
        using var mapping = SharedMapping.Map(file, 0, 2 * MiB);
        try
        {
            mapping.Lock();
        }
        catch (NativeException failure)
        {
            failure.Remedy.ShouldNotBeNull().ShouldContain("RLIMIT_MEMLOCK");
            Assert.Skip($"this user may not lock 2 MiB: {failure.ErrorName}");
        }

        file.GetFacts().ResidentBytes.ShouldBe(2 * MiB, "mlock populates");
        Flags(mapping.Address).ShouldContain("lo");
        mapping.Unlock();
        Flags(mapping.Address).ShouldNotContain("lo");
    }

    [Fact]
    public void A_policy_belongs_to_the_file_and_is_seen_by_another_mapping()
    {
        if (!File.Exists("/proc/self/numa_maps"))
            Assert.Skip("the kernel is built without NUMA");
        using var file = MemoryFile.Create("extent", 2 * MiB);
        using (var first = SharedMapping.Map(file, 0, 2 * MiB))
            first.SetPolicy(NumaPolicy.Create(NumaMode.Bind, [0]));
        using var second = SharedMapping.Map(file, 0, 2 * MiB);
        Policy(second.Address).ShouldBe("bind:0");
    }

    [Fact]
    public void A_node_that_has_no_memory_is_an_error_with_a_remedy()
    {
        if (!File.Exists("/proc/self/numa_maps"))
            Assert.Skip("the kernel is built without NUMA");
        using var file = MemoryFile.Create("extent", MiB);
        using var mapping = SharedMapping.Map(file, 0, MiB);
        var failure = Should.Throw<NativeException>(() => mapping.SetPolicy(NumaPolicy.Create(NumaMode.Interleave, [1000])));
        failure.Call.ShouldBe("mbind");
        failure.Remedy.ShouldNotBeNull().ShouldContain("cpuset.mems");
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(2 * MiB)]
    [InlineData((3 * MiB) + 12_288)]
    [InlineData(64 * MiB)]
    public void A_mapping_is_aligned_for_large_pages_and_leaves_no_address_space_behind(long bytes)
    {
        using var file = MemoryFile.Create("extent", bytes);
        using var mapping = SharedMapping.Map(file, 0, bytes);
        if (bytes >= SharedMapping.LargePageBytes)
            (mapping.Address % SharedMapping.LargePageBytes).ShouldBe(0);
        var lines = File.ReadAllLines("/proc/self/maps");
        var inode = $" {file.GetFacts().Inode} ";
        var line = lines.Single(line => line.Contains("memfd:extent", StringComparison.Ordinal) && line.Contains(inode, StringComparison.Ordinal));
        line.ShouldStartWith($"{mapping.Address:x}-{mapping.Address + bytes:x} rw-s");
    }

    [Fact]
    public void Collapsing_fills_the_range_with_large_pages_and_keeps_its_bytes()
    {
        using var file = MemoryFile.Create("extent", 5 * MiB);
        file.AddSeals(Seals.Extent);
        using var mapping = SharedMapping.Map(file, 0, 5 * MiB);
        mapping.GetSpan(12_345, 1)[0] = 1;
        mapping.GetSpan(3 * MiB, 1)[0] = 2;
        if (!mapping.TryCollapse(0, 5 * MiB))
            Assert.Skip("MADV_COLLAPSE needs Linux 6.1 and unfragmented memory");
        file.GetFacts().ResidentBytes.ShouldBe(4 * MiB, "the last MiB is no large page");
        mapping.GetSpan(12_345, 2).ToArray().ShouldBe([1, 0]);
        mapping.GetSpan(3 * MiB, 2).ToArray().ShouldBe([2, 0]);

        mapping.Populate(0, 5 * MiB);
        file.GetFacts().ResidentBytes.ShouldBe(5 * MiB);
        file.PunchHole(MiB, 4096);
        file.GetFacts().ResidentBytes.ShouldBe((5 * MiB) - 4096, "a hole in a large page shows like any other");
    }

    [Fact]
    public void A_mapping_that_was_there_before_maps_the_large_pages_and_needs_no_small_page_tables()
    {
        // The order of things on a node: the agent maps and sets the policy, then the holder populates, then the agent locks.
        using var file = MemoryFile.Create("extent", 8 * MiB);
        using var before = SharedMapping.Map(file, 0, 8 * MiB);
        if (File.Exists("/proc/self/numa_maps"))
            before.SetPolicy(NumaPolicy.Create(NumaMode.Bind, [0]));
        using (var window = SharedMapping.Map(file, 0, 8 * MiB))
        {
            for (long start = 0; start < 8 * MiB; start += SharedMapping.LargePageBytes)
                window.GetSpan(start, 1)[0] = 7;
            if (!window.TryCollapse(0, 8 * MiB))
                Assert.Skip("MADV_COLLAPSE needs Linux 6.1 and unfragmented memory");
        }

        before.Populate(0, 8 * MiB);
        Detail(before.Address, "ShmemPmdMapped:").ShouldContain(" 8192 kB");
        before.GetSpan(6 * MiB, 2).ToArray().ShouldBe([7, 0]);
    }

    [Fact]
    public void Collapsing_what_is_empty_is_no_success_and_no_harm()
    {
        using var file = MemoryFile.Create("extent", 2 * MiB);
        using var mapping = SharedMapping.Map(file, 0, 2 * MiB);
        mapping.TryCollapse(0, 2 * MiB).ShouldBeFalse();
        file.GetFacts().ResidentBytes.ShouldBe(0);
    }

    private static string Flags(nint address) => Detail(address, "VmFlags:");

    private static string Detail(nint address, string name)
    {
        var start = address.ToString("x", CultureInfo.InvariantCulture);
        return File.ReadLines("/proc/self/smaps")
            .SkipWhile(line => !line.StartsWith(start, StringComparison.Ordinal))
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
    }

    private static string Policy(nint address) => File.ReadLines("/proc/self/numa_maps")
        .First(line => line.StartsWith(address.ToString("x", CultureInfo.InvariantCulture), StringComparison.Ordinal)).Split(' ')[1];
}
