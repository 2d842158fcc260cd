using static KvFleet.Planning.Tests.Fleet;

namespace KvFleet.Planning.Tests;

public sealed class HolderOverheadTests
{
    [Theory]
    [InlineData(0, 32)]
    [InlineData(223, 32)]
    [InlineData(224, 33)]
    [InlineData(224 * Mi, 33)]
    [InlineData((224 * Mi) + 224, 34)]
    [InlineData(10 * Gi, 78)]
    public void Overhead_is_the_process_and_the_kernels_share_in_whole_mebibytes(long bytes, long mebibytes) => HolderOverhead.For(bytes).ShouldBe(mebibytes * Mi);

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(1024)]
    public void It_covers_the_17_5_bytes_a_page_that_kernels_charge_beside_the_process(long gibibytes)
    {
        var pages = gibibytes * Gi / 4096;

        (HolderOverhead.For(gibibytes * Gi) - (32 * Mi)).ShouldBeGreaterThanOrEqualTo((long)(pages * 17.52));
    }

    [Fact]
    public void Huge_pages_have_only_the_process() => HolderOverhead.For(Ti, MemoryKind.HugePages1Gi).ShouldBe(32 * Mi);

    [Fact]
    public void Negative_bytes_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => HolderOverhead.For(-1));
}
