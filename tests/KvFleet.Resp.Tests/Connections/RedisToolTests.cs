using KvFleet.Resp.Tests.Harness;

namespace KvFleet.Resp.Tests.Connections;

public sealed class RedisToolTests
{
    [Theory]
    [InlineData("OK\n", "set", "k", "value", "ex", "100")]
    [InlineData("\n", "get", "none")]
    [InlineData("PONG\n", "ping")]
    [InlineData("0\n", "dbsize")]
    public async Task Redis_cli_is_answered(string answer, params string[] command)
    {
        using var fixture = new RespFixture();
        (await RedisTools.RunAsync("redis-cli", ["-s", fixture.Path, .. command])).ShouldBe(answer);
    }

    [Fact]
    public async Task Redis_cli_speaks_version_3()
    {
        using var fixture = new RespFixture(password: "secret");
        (await RedisTools.RunAsync("redis-cli", "-3", "--no-auth-warning", "-a", "secret", "-s", fixture.Path, "config", "get", "save")).ShouldContain("save");
    }

    [Fact]
    public async Task Redis_cli_lists_keys_by_scanning()
    {
        using var fixture = new RespFixture();
        using var client = fixture.Connect();
        client.Ask("+OK\r\n", "MSET", "a:1", "x", "a:2", "y", "b:1", "z");
        var keys = await RedisTools.RunAsync("redis-cli", "-s", fixture.Path, "--scan", "--pattern", "a:*");
        keys.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ShouldBe(["a:1", "a:2"]);
    }

    [Fact]
    public async Task Redis_cli_stores_a_file_and_reads_it_back()
    {
        using var fixture = new RespFixture();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, [.. Enumerable.Range(0, 300_000).Select(static i => (byte)('a' + (i % 26)))], TestContext.Current.CancellationToken);
            var output = await RedisTools.RunAsync("sh", "-c", $"redis-cli -s {fixture.Path} -x set k < {file} && redis-cli -s {fixture.Path} strlen k && redis-cli -s {fixture.Path} get k | head -c 300000 | cmp - {file}");
            output.ShouldBe("OK\n300000\n");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("-t", "ping,set,get,mset", "-n", "2000", "-c", "20")]
    [InlineData("-t", "set,get", "-n", "3000", "-c", "10", "-P", "16", "-d", "4096", "-r", "50")]
    [InlineData("-t", "set,get", "-n", "200", "-c", "8", "-d", "1048576", "-r", "4")]
    public async Task Redis_benchmark_runs(params string[] arguments)
    {
        using var fixture = new RespFixture(rows: 512);
        var output = await RedisTools.RunAsync("redis-benchmark", ["-q", "-s", fixture.Path, .. arguments]);
        output.ShouldContain("requests per second");
        output.ShouldNotContain("rror");
    }

    [Fact]
    public async Task Redis_benchmark_that_pipelines_large_values_runs()
    {
        using var fixture = new RespFixture(rows: 2048);
        var output = await RedisTools.RunAsync("redis-benchmark", "-q", "-s", fixture.Path, "-t", "set,get", "-n", "300", "-c", "4", "-P", "8", "-d", "2000000", "-r", "6");
        output.ShouldContain("requests per second");
        output.ShouldNotContain("rror");
    }
}
