using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Hosting;
using KvFleet.Sweeping.Tests.Support;

namespace KvFleet.Sweeping.Tests.Hosting;

public sealed class SweepProcessTests : IDisposable
{
    private readonly SweepDirectory _directory = new();

    [Fact]
    public async Task It_sweeps_by_the_last_configuration_and_leaves_when_its_input_ends()
    {
        for (var i = 0; i < 40; i++)
            _directory.Block(i, age: 1000 + i);
        await using var process = Start();
        process.Configure(_directory.Configuration());
        (await process.ReadReportAsync(report => report.Pools.Count == 1)).Pools[0].Refusals.ShouldHaveSingleItem().Reason.ShouldBe(SweepReason.QuotaUnknown);
        _directory.Blocks().ShouldBe(40);

        _directory.Pool = _directory.Pool with { QuotaBytes = 4096 };
        process.Configure(_directory.Configuration());
        await process.ReadReportAsync(report => report.Pools[0].Deleted.Sum(deleted => deleted.Files) == 40);

        var own = Path.Combine(_directory.Root, ".kvfleet", "sweep", "one.json");
        File.Exists(own).ShouldBeTrue();
        (await process.EndAsync()).ShouldBe(0);
        File.Exists(own).ShouldBeFalse();
    }

    [Fact]
    public async Task A_wrong_configuration_is_refused_in_words_and_stops_the_sweep()
    {
        for (var i = 0; i < 10; i++)
            _directory.Block(i, age: 1000 + i);
        await using var process = Start();
        process.Configure(_directory.Configuration() with { Threads = 0, Pools = [_directory.Pool with { QuotaBytes = 1, Directory = "../etc" }] });

        var report = await process.ReadReportAsync(report => report.Refusals.Count > 0);

        var refusal = report.Refusals.ShouldHaveSingleItem();
        refusal.Reason.ShouldBe(SweepReason.InvalidConfiguration);
        refusal.Message.ShouldContain("threads is 0, not 1 to 64");
        refusal.Message.ShouldContain("'../etc' is not a relative path");
        _directory.Blocks().ShouldBe(10);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"filesystem":"f","root":"/x","member":"m","pools":[{"namespace":"a","name":"b","directory":"c","quotaBytes":"much"}]}""")]
    public async Task A_line_that_is_no_configuration_is_refused(string line)
    {
        await using var process = Start();
        process.Write(line);

        var report = await process.ReadReportAsync(report => report.Refusals.Count > 0);

        report.Refusals[0].Reason.ShouldBe(SweepReason.InvalidConfiguration);
    }

    [Theory]
    [InlineData("--uid")]
    [InlineData("--uid", "1000")]
    [InlineData("--uid", "1000", "--gid", "-1")]
    [InlineData("--uid", "4294967295", "--gid", "1")]
    public async Task Wrong_arguments_end_it(params string[] arguments)
    {
        using var errors = new StringWriter();

        (await SweepProcess.RunAsync(arguments, TextReader.Null, TextWriter.Null, errors, TimeProvider.System, CancellationToken.None)).ShouldBe(2);

        errors.ToString().ShouldContain("--uid NUMBER --gid NUMBER");
    }

    public void Dispose() => _directory.Dispose();

    private static RunningProcess Start() => new((input, output, stop) => SweepProcess.RunAsync([], input, output, TextWriter.Null, TimeProvider.System, stop));
}
