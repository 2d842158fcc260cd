using System.Text.Json;
using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Tests.Contract;

public sealed class SweepJsonTests
{
    [Fact]
    public void A_short_configuration_gets_the_defaults()
    {
        var configuration = Read("""
            {"version":1,"filesystem":"scratch","root":"/mnt/kv","member":"node-1","pools":[{"namespace":"inference","name":"llama","directory":"inference/llama","quotaBytes":1000000}]}
            """);

        configuration.MembersDirectory.ShouldBe(".kvfleet/sweep");
        configuration.Watermarks.ShouldBeNull();
        configuration.DryRun.ShouldBeFalse();
        var pool = configuration.Pools.ShouldHaveSingleItem();
        pool.QuotaBytes.ShouldBe(1_000_000);
        pool.QuotaInodes.ShouldBeNull();
        pool.MinAgeSeconds.ShouldBe(900);
        pool.GraceSeconds.ShouldBe(30);
        pool.Trees.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_newer_writer_adds_is_skipped() =>
        Read("""{"filesystem":"f","root":"/r","member":"m","pools":[],"colour":"blue"}""").Filesystem.ShouldBe("f");

    [Theory]
    [InlineData("""{"filesystem":"f","member":"m","pools":[]}""")]
    [InlineData("""{"filesystem":"f","root":"/r","root":"/","member":"m","pools":[]}""")]
    [InlineData("""{"filesystem":"f","root":"/r","member":"m","pools":[{"name":"p","directory":"d"}]}""")]
    public void What_is_missing_or_said_twice_is_an_error(string line) => Should.Throw<JsonException>(() => Read(line));

    [Fact]
    public void A_report_is_one_line_and_comes_back_whole()
    {
        var report = new SweepReport
        {
            Filesystem = "scratch",
            At = DateTimeOffset.UnixEpoch,
            Members = ["a", "b"],
            OwnShare = 0.5,
            Refusals = [new SweepRefusal(SweepReason.TreeUnreadable, "line one\nline two")],
            Pools =
            [
                new PoolReport
                {
                    Namespace = "n",
                    Name = "p",
                    Own = new PoolUsage(1, 2, 3, 4, 5, 6, 7, 8),
                    Deleted = [new DeletedFiles(SweepReason.ByteQuota, 1, 2, 3, 4)],
                },
            ],
        };

        var line = JsonSerializer.Serialize(report, SweepJson.Default.SweepReport);
        var back = JsonSerializer.Deserialize(line, SweepJson.Default.SweepReport)!;

        line.ShouldNotContain('\n');
        line.ShouldContain("\"reason\":\"TreeUnreadable\"");
        back.Members.ShouldBe(["a", "b"]);
        back.Refusals.ShouldBe(report.Refusals);
        back.Pools[0].Own.ShouldBe(report.Pools[0].Own);
        back.Pools[0].Deleted.ShouldBe(report.Pools[0].Deleted);
    }

    private static SweepConfiguration Read(string line) => JsonSerializer.Deserialize(line, SweepJson.Default.SweepConfiguration)!;
}
