namespace KvFleet.Model.Tests;

public sealed class ByteTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1023, "1023")]
    [InlineData(1024, "1Ki")]
    [InlineData(1536L << 20, "1.5Gi")]
    [InlineData(1L << 40, "1Ti")]
    [InlineData((1L << 31) - 1, "1.99Gi")]
    [InlineData(-1536, "-1.5Ki")]
    [InlineData(long.MaxValue, "7.99Ei")]
    [InlineData(long.MinValue, "-8Ei")]
    public void Bytes_read_in_binary_units_and_never_round_up(long bytes, string text) => ByteText.Format(bytes).ShouldBe(text);
}
