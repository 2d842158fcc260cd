namespace KvFleet.Native.Tests;

public sealed class MappedRangeTests
{
    private const long Page = 4096;

    [Fact]
    public unsafe void Files_lie_side_by_side_and_are_the_files_themselves()
    {
        using var first = MemoryFile.Create("first", Page);
        using var second = MemoryFile.Create("second", 2 * Page);
        using var range = MappedRange.Reserve(1L << 40);

        range.Map(first, 0, Page);
        range.Map(second, Page, 2 * Page);
        new Span<byte>((void*)range.Address, (int)(3 * Page)).Fill(7);

        using var view = SharedMapping.Map(second, 0, 2 * Page);
        view.GetSpan(0, (int)(2 * Page)).IndexOfAnyExcept((byte)7).ShouldBe(-1);
        (range.Address % (nint)SharedMapping.LargePageBytes).ShouldBe(0);
    }

    [Fact]
    public unsafe void A_place_can_be_taken_by_another_file_after_it_was_given_up()
    {
        using var first = MemoryFile.Create("first", Page);
        using var second = MemoryFile.Create("second", Page);
        using var range = MappedRange.Reserve(16 * Page);
        range.Map(first, 4 * Page, Page);
        *(byte*)(range.Address + (nint)(4 * Page)) = 9;

        range.Unmap(4 * Page, Page);
        range.Map(second, 4 * Page, Page);

        (*(byte*)(range.Address + (nint)(4 * Page))).ShouldBe((byte)0);
    }

    [Theory]
    [InlineData(-4096, 4096)]
    [InlineData(0, 0)]
    [InlineData(65536, 4096)]
    [InlineData(61440, 8192)]
    public void Nothing_is_mapped_outside_of_the_range(long offset, long bytes)
    {
        using var file = MemoryFile.Create("file", 8192);
        using var range = MappedRange.Reserve(65536);

        Should.Throw<ArgumentOutOfRangeException>(() => range.Map(file, offset, bytes));
    }

    [Fact]
    public void A_place_that_is_no_page_is_refused()
    {
        using var file = MemoryFile.Create("file", Page);
        using var range = MappedRange.Reserve(65536);

        Should.Throw<ArgumentException>(() => range.Map(file, 100, Page));
    }

    [Fact]
    public unsafe void A_file_that_is_sealed_against_writing_can_still_be_read()
    {
        using var file = MemoryFile.Create("file", Page);
        using (var writable = SharedMapping.Map(file, 0, Page))
        {
            writable.GetSpan(0, 1)[0] = 5;
            file.AddSeals(Seals.FutureWrite);
            // Who had it mapped before goes on writing.
            writable.GetSpan(1, 1)[0] = 6;
        }

        using var mapping = ReadOnlyMapping.Map(file, Page);
        new ReadOnlySpan<byte>((void*)mapping.Address, 2).ToArray().ShouldBe([5, 6]);
        Should.Throw<NativeException>(() => SharedMapping.Map(file, 0, Page)).ErrorNumber.ShouldBe(Errno.EPERM);
    }
}
