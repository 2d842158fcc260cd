using System.Globalization;
using System.Runtime.InteropServices;
using KvFleet.Benchmarks.Processes;

namespace KvFleet.Benchmarks.Resp;

/// <summary>
/// CPU seconds per byte of redis-server over those of <c>KvFleet.Resp</c>, each in a process of its own on a Unix socket, under the same load by redis-benchmark: runs alternate, the figure is the median of
/// the ratios of neighbours. The working set is 1 GiB; after the runs every byte of some values is checked on both. Beside them, for SET, a server in C runs that only takes the bytes off the
/// socket: what no server can undercut, so that a ratio can be held against what is possible.
/// </summary>
/// <param name="command">GET or SET.</param>
/// <param name="valueBytes">Bytes of a value.</param>
/// <param name="label">Their size in the benchmark's name.</param>
internal sealed class RespBenchmark(string command, int valueBytes, string label) : IBenchmark
{
    private const long WorkingSet = 1L << 30;
    private const int Runs = 9;
    private const int SmallRequests = 100_000;
    private const int Connections = 16;
    private const double GoalBytesPerRun = 1L << 30;

    /// <inheritdoc/>
    public string Name => $"resp.cpu.{command}.{label}";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var keys = (int)(WorkingSet / valueBytes);
        var requests = (int)Math.Min(SmallRequests, GoalBytesPerRun / valueBytes);
        await using var redis = await RespPeer.StartRedisAsync(cancellationToken);
        await using var ours = await RespPeer.StartOwnAsync(WorkingSet, valueBytes, cancellationToken);
        await using var sink = command == "set" ? await RespPeer.StartSinkAsync(WorkingSet, valueBytes, cancellationToken) : null;
        RespPeer[] peers = [redis, ours];
        if (sink is not null)
            await LoadAsync(sink, requests, keys, cancellationToken);
        foreach (var peer in peers)
        {
            RespFill.Fill(peer.Socket, keys, valueBytes);
            await LoadAsync(peer, requests, keys, cancellationToken);
        }

        var samples = new List<(LoadSample Redis, LoadSample Own)>();
        var floor = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            // Who goes first changes, so that neither profits from what the other left in the caches.
            var first = await LoadAsync(peers[run % 2], requests, keys, cancellationToken);
            var second = await LoadAsync(peers[(run + 1) % 2], requests, keys, cancellationToken);
            samples.Add(run % 2 == 0 ? (first, second) : (second, first));
            if (sink is not null)
                floor.Add(samples[^1].Redis.CpuSeconds / (await LoadAsync(sink, requests, keys, cancellationToken)).CpuSeconds);
        }

        RespFill.Check(redis.Socket, ours.Socket, keys, valueBytes);
        var bytes = (double)requests * valueBytes;
        var ratio = Median(samples.Select(static pair => pair.Redis.CpuSeconds / pair.Own.CpuSeconds));
        var details = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["redisCpuSecondsPerGB"] = Median(samples.Select(static pair => pair.Redis.CpuSeconds)) / bytes * 1e9,
            ["redisWallSeconds"] = Median(samples.Select(static pair => pair.Redis.WallSeconds)),
            ["ownWallSeconds"] = Median(samples.Select(static pair => pair.Own.WallSeconds)),
            ["wallRatio"] = Median(samples.Select(static pair => pair.Redis.WallSeconds / pair.Own.WallSeconds)),
            ["lowestRatio"] = samples.Min(static pair => pair.Redis.CpuSeconds / pair.Own.CpuSeconds),
            ["highestRatio"] = samples.Max(static pair => pair.Redis.CpuSeconds / pair.Own.CpuSeconds),
            ["requests"] = requests,
            ["connections"] = Connections,
        };
        if (sink is not null)
            details["possibleRatio"] = Median(floor);
        return new BenchmarkResult(
            Name,
            Median(samples.Select(pair => pair.Own.CpuSeconds)) / bytes * 1e9,
            "s/GB",
            "redis-server",
            ratio,
            details);
    }

    private async Task<LoadSample> LoadAsync(RespPeer peer, int requests, int keys, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var before = peer.CpuSeconds;
        string[] arguments =
        [
            "-s", peer.Socket, "-t", command, "-n", Text(requests), "-c", Text(Connections), "-d", Text(valueBytes), "-r", Text(keys), "-q",
        ];
        var output = await Commands.RunAsync("redis-benchmark", arguments, cancellationToken);
        if (!output.Contains("requests per second", StringComparison.Ordinal))
            throw new InvalidOperationException($"redis-benchmark against {peer.Socket} said: {output}");
        return new LoadSample(peer.CpuSeconds - before, TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Runs / 2);

    /// <summary>One run under load.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct LoadSample(double CpuSeconds, double WallSeconds);
}
