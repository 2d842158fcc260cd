using System.Text;
using KvFleet.Resp.Commands;

namespace KvFleet.Resp.Tests.Commands;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    [InlineData("h?llo", "hello", true)]
    [InlineData("h?llo", "hllo", false)]
    [InlineData("h*llo", "heeeello", true)]
    [InlineData("h[ae]llo", "hallo", true)]
    [InlineData("h[ae]llo", "hillo", false)]
    [InlineData("h[^e]llo", "hallo", true)]
    [InlineData("h[^e]llo", "hello", false)]
    [InlineData("h[a-c]llo", "hbllo", true)]
    [InlineData("h[c-a]llo", "hbllo", true)]
    [InlineData("h\\*llo", "h*llo", true)]
    [InlineData("h\\*llo", "hello", false)]
    [InlineData("[\\]]", "]", true)]
    [InlineData("[abc", "b", true)]
    [InlineData("a\\", "a\\", true)]
    [InlineData("*a*b*c", "xxaxxbxxc", true)]
    [InlineData("*a*b*c", "xxaxxbxx", false)]
    public void A_key_matches_or_not(string pattern, string key, bool matches) =>
        GlobPattern.Matches(Encoding.Latin1.GetBytes(pattern), Encoding.Latin1.GetBytes(key)).ShouldBe(matches);

    [Fact]
    public void Many_stars_are_no_way_to_keep_the_server_busy() =>
        GlobPattern.Matches(Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("*a", 1000)) + "b"), new byte[10_000].Select(static _ => (byte)'a').ToArray()).ShouldBeFalse();
}
