using System.Text.RegularExpressions;

namespace KvFleet.Planning.Tests;

public sealed partial class HolderNameTests
{
    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dns1123Label { get; }

    [Fact]
    public void A_name_is_the_same_in_every_process()
        => HolderName.For("llama-8b", "6c2f6b1e-0000-4000-8000-1234567890ab", "node-a", 0).ShouldBe("kvh-llama-8b-rj6rz54q2vyi36qh-0");

    [Fact]
    public void Pool_node_and_ordinal_each_make_another_name()
    {
        string[] names = [HolderName.For("p", "u", "n", 0), HolderName.For("p", "u", "n", 1), HolderName.For("p", "u", "m", 0), HolderName.For("p", "v", "n", 0)];

        names.Distinct(StringComparer.Ordinal).Count().ShouldBe(4);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a.pool.with.dots")]
    [InlineData("...")]
    [InlineData("a-very-long-pool-name-that-goes-on-and-on-and-on-until-it-is-far-longer-than-any-label")]
    [InlineData("UPPER_case")]
    public void Whatever_the_pool_is_called_the_name_is_a_label(string pool)
    {
        var name = HolderName.For(pool, "uid", new string('n', 253), int.MaxValue);

        name.Length.ShouldBeLessThanOrEqualTo(63);
        Dns1123Label.IsMatch(name).ShouldBeTrue(name);
    }

    [Fact]
    public void A_negative_ordinal_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => HolderName.For("p", "u", "n", -1));
}
