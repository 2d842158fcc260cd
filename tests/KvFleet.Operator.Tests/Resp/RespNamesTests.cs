using System.Text.RegularExpressions;
using KvFleet.Operator.Resp;

namespace KvFleet.Operator.Tests.Resp;

public sealed partial class RespNamesTests
{
    [Fact]
    public void A_plain_name_stays_readable() => RespNames.Service("llama-8b").ShouldBe("llama-8b-resp");

    [Theory]
    [InlineData("llama-3.1-8b")]
    [InlineData("8b")]
    [InlineData("a")]
    [InlineData("3.1")]
    public void Every_pool_has_names_that_Services_may_have(string pool)
    {
        foreach (var name in new[] { RespNames.Service(pool), RespNames.LocalService(pool), RespNames.Service(pool + new string('x', 200)), RespNames.LocalService(pool + new string('x', 200)) })
            Label().IsMatch(name).ShouldBeTrue(name);
    }

    [Fact]
    public void Names_that_are_cut_do_not_meet()
    {
        RespNames.Service("a.b").ShouldNotBe(RespNames.Service("a-b"));
        RespNames.Service(new string('x', 100) + "1").ShouldNotBe(RespNames.Service(new string('x', 100) + "2"));
    }

    [GeneratedRegex("^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
