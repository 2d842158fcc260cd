using KvFleet.Store.Rows;

namespace KvFleet.Store.Tests.Rows;

public sealed class SizeClassesTests
{
    [Theory]
    [InlineData(2L << 20)]
    [InlineData(1_142_784)]
    [InlineData(4096)]
    public void Any_value_fits_its_parts_and_wastes_little(long stride)
    {
        var classes = new SizeClasses(stride);
        var random = new Random(7);
        List<int> parts = [];
        for (var i = 0; i < 20_000; i++)
        {
            parts.Clear();
            var bytes = (long)Math.Exp(random.NextDouble() * Math.Log(64 << 20)) + 1;

            classes.Split(bytes, parts);

            var total = parts.Sum(classes.BlockBytes);
            total.ShouldBeGreaterThanOrEqualTo(bytes);
            (total - bytes).ShouldBeLessThanOrEqualTo(Math.Max(SizeClasses.SmallestBlockBytes * 2, bytes / 8), $"value of {bytes} bytes");
            parts.Count.ShouldBeLessThanOrEqualTo((int)(bytes / stride) + 5);
        }
    }

    [Fact]
    public void A_value_of_one_row_is_one_row()
    {
        List<int> parts = [];
        new SizeClasses(4096).Split(4096, parts);
        parts.ShouldBe([0]);
    }

    [Fact]
    public void Blocks_of_a_class_fill_a_row()
    {
        var classes = new SizeClasses(2 << 20);
        for (var sizeClass = 0; sizeClass < classes.Count; sizeClass++)
            (classes.BlockBytes(sizeClass) * SizeClasses.BlocksPerRow(sizeClass)).ShouldBe(2 << 20);
    }
}
