using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Tests.Contract;

public sealed class SweepConfigurationCheckTests
{
    private static readonly SweepPool Pool = new() { Namespace = "ns", Name = "one", Directory = "ns/one" };

    private static readonly SweepConfiguration Good = new() { Filesystem = "f", Root = "/mnt", Member = "node-1", Pools = [Pool] };

    public static TheoryData<string, Func<SweepConfiguration, SweepConfiguration>> Wrong => new()
    {
        { "version is 2", good => good with { Version = 2 } },
        { "root 'mnt' is not an absolute path", good => good with { Root = "mnt" } },
        { "member 'a/b' cannot be a file name", good => good with { Member = "a/b" } },
        { "membersDirectory '/x'", good => good with { MembersDirectory = "/x" } },
        { "threads is 65", good => good with { Threads = 65 } },
        { "must not be negative", good => good with { DeletesPerSecond = -1 } },
        { "must not be negative", good => good with { ScanIntervalSeconds = double.NaN } },
        { "the low one must be above 0", good => good with { Watermarks = new SweepWatermarks(70, 80) } },
        { "the low one must be above 0", good => good with { Watermarks = new SweepWatermarks(double.NaN, 80) } },
        { "directory '../x' is not a relative path", good => good with { Pools = [Pool with { Directory = "../x" }] } },
        { "directory '' is not a relative path", good => good with { Pools = [Pool with { Directory = "" }] } },
        { "a quota is negative", good => good with { Pools = [Pool with { QuotaBytes = -1 }] } },
        { "lowPercent is 0", good => good with { Pools = [Pool with { LowPercent = 0 }] } },
        { "at least 60", good => good with { Pools = [Pool with { TemporaryFileAgeSeconds = 1 }] } },
        { "'/pin' is not a relative path", good => good with { Pools = [Pool with { Pinned = ["/pin"] }] } },
        { "'a//b' is not a relative path", good => good with { Pools = [Pool with { Trees = [new SweepTree { Path = "a//b" }] }] } },
        { "lies in 'ns/one'", good => good with { Pools = [Pool, Pool with { Name = "two", Directory = "ns/one/two" }] } },
        { "lies in 'ns/one'", good => good with { Pools = [Pool with { Name = "two" }, Pool] } },
    };

    [Fact]
    public void What_is_right_has_no_problem() =>
        SweepConfigurationCheck.Problems(Good with { Pools = [Pool, Pool with { Name = "two", Directory = "ns/one-more" }] }).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_said_with_its_value(string expected, Func<SweepConfiguration, SweepConfiguration> change) =>
        SweepConfigurationCheck.Problems(change(Good)).ShouldHaveSingleItem().ShouldContain(expected);
}
