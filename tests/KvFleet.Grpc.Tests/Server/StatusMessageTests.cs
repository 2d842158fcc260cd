using KvFleet.Grpc.Server;

namespace KvFleet.Grpc.Tests.Server;

public class StatusMessageTests
{
    [Theory]
    [InlineData("plain words, (punctuation) and ~", "plain words, (punctuation) and ~")]
    [InlineData("100%", "100%25")]
    [InlineData("two\nlines", "two%0Alines")]
    [InlineData("é", "%C3%A9")]
    [InlineData("\U0001F600", "%F0%9F%98%80")]
    public void Only_octets_outside_of_printable_ascii_and_percent_are_encoded(string detail, string encoded)
    {
        StatusMessage.Encode(detail).ShouldBe(encoded);
        Uri.UnescapeDataString(encoded).ShouldBe(detail);
    }
}
