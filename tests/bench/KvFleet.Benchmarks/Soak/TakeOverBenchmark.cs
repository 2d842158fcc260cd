using System.Globalization;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Soak;

/// <summary>
/// How soon a waiting replica works when the leader does not: killed, stopped, or both without an API server for two minutes (<c>KVFLEET_OUTAGE_SECONDS</c>). Real processes, a real server, the usual times of an election. The
/// ratio is to the rule: a lease duration and a retry period (with its jitter) after the last sign of life. Two that work at once fail the benchmark.
/// </summary>
internal sealed class TakeOverBenchmark : IBenchmark
{
    private const string Namespace = "default";
    private static readonly LeaseTimes Times = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2));
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Name => "runtime.takeover";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var outage = TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("KVFLEET_OUTAGE_SECONDS"), CultureInfo.InvariantCulture, out var set) ? set : 120);
        await using var server = await LocalApiServer.StartAsync(cancellationToken);
        var folder = Directory.CreateTempSubdirectory("kvfleet-takeover-");
        var replicas = new List<ReplicaProcess>();
        try
        {
            var first = await StartAsync(replicas, folder, server, cancellationToken);
            await WorksAsync(first, cancellationToken);

            var second = await StartAsync(replicas, folder, server, cancellationToken);
            await first.KillAsync();
            var killed = await TakeOverOfAsync(second, null, cancellationToken);

            var third = await StartAsync(replicas, folder, server, cancellationToken);
            second.Stop();
            var stopped = await TakeOverOfAsync(third, null, cancellationToken);
            second.Continue();
            await UntilAsync(() => second.HasExited, "the one that was stopped ends", cancellationToken);

            var fourth = await StartAsync(replicas, folder, server, cancellationToken);
            await server.SuspendAsync();
            await Task.Delay(outage, TimeProvider.System, cancellationToken);
            await server.ResumeAsync(cancellationToken);
            var away = await TakeOverOfAsync(fourth, TimeProvider.System.GetTimestamp(), cancellationToken);

            var turns = WorkRecord.Turns(replicas.SelectMany(r => r.Records));
            if (!string.Equals(turns, string.Join(' ', replicas.Select(r => r.Identity)), StringComparison.Ordinal))
                throw new InvalidOperationException($"Two worked at once, or one out of turn: {turns}.");
            return Result(killed, stopped, away, outage);
        }
        finally
        {
            foreach (var replica in replicas)
                replica.Dispose();
            folder.Delete(recursive: true);
        }
    }

    private BenchmarkResult Result(TakeOver killed, TakeOver stopped, TakeOver away, TimeSpan outage)
    {
        TakeOver[] all = [killed, stopped, away];
        return new BenchmarkResult(
            Name,
            Math.Max(killed.Waited.TotalSeconds, stopped.Waited.TotalSeconds),
            "s",
            "lease+retry",
            all.Max(t => t.Waited / t.Rule),
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["killedSeconds"] = killed.Waited.TotalSeconds,
                ["stoppedSeconds"] = stopped.Waited.TotalSeconds,
                ["afterOutageSeconds"] = away.Waited.TotalSeconds,
                ["outageSeconds"] = outage.TotalSeconds,
                ["ruleSeconds"] = killed.Rule.TotalSeconds,
                ["latenessSeconds"] = all.Max(t => t.Excuse.TotalSeconds),
            });
    }

    /// <summary>Starts one more, and waits until it knows who leads.</summary>
    private static async Task<ReplicaProcess> StartAsync(List<ReplicaProcess> replicas, DirectoryInfo folder, LocalApiServer server, CancellationToken cancellationToken)
    {
        var replica = new ReplicaProcess($"r{replicas.Count}", folder.FullName, server.KubeConfigPath, Namespace, Times);
        replicas.Add(replica);
        await UntilAsync(() => replica.Election.Any(r => r.Kind is "saw" or "took"), $"{replica.Identity} sees the lease: {replica.LogTail}", cancellationToken);
        return replica;
    }

    private static async Task<TakeOver> TakeOverOfAsync(ReplicaProcess replica, long? serverBack, CancellationToken cancellationToken)
    {
        await WorksAsync(replica, cancellationToken);
        return TakeOver.Of(replica.Election, Times, serverBack);
    }

    private static Task WorksAsync(ReplicaProcess replica, CancellationToken cancellationToken) =>
        UntilAsync(() => replica.Records.Count(r => r.Kind == "run") > 20, $"{replica.Identity} works: {replica.LogTail}", cancellationToken);

    private static async Task UntilAsync(Func<bool> condition, string what, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new TimeoutException("It never came to be: " + what);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }
}
