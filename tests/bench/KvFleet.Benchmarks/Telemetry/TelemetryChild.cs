using System.Globalization;
using System.Text.Json;
using KvFleet.Benchmarks.Kubernetes;
using KvFleet.Operator.Options;
using KvFleet.Operator.Security;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Benchmarks.Telemetry;

/// <summary>The operator's side alone, in a process of its own: asks 1,000 agents every ten seconds, and keeps what they say.</summary>
internal static class TelemetryChild
{
    /// <summary>The first argument that makes this program the child.</summary>
    internal const string Verb = "telemetry";

    private const int Agents = 1000;
    private const int Rounds = 3;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>Measures, and writes figures to standard output.</summary>
    internal static async Task<int> RunAsync(string port, string folder, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        using var memory = new AnonymousMemory();
        var trust = new AgentTrust(ReportingAgents.DnsName, time);
        trust.Trust(await File.ReadAllTextAsync(Path.Combine(folder, "authority.pem"), cancellationToken));
        using var client = new AgentReportClient(trust, new TelemetryOptions { TokenFile = Path.Combine(folder, "token") }, int.Parse(port, CultureInfo.InvariantCulture), time);
        var reports = new ReportStore(time, TimeSpan.FromSeconds(15));
        var answers = 0;

        // Once for connections and handshakes: what counts is the steady state.
        await Parallel.ForEachAsync(Enumerable.Range(0, Agents), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, AskAsync);
        answers = 0;
        var (processor, started) = (Environment.CpuUsage.TotalTime, time.GetTimestamp());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(Period * Rounds);
        await Task.WhenAll(Enumerable.Range(0, Agents).Select(FollowAsync));
        var figures = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["cores"] = (Environment.CpuUsage.TotalTime - processor) / time.GetElapsedTime(started),
            ["answers"] = answers,
            ["known"] = reports.All.Count(static state => state.Report is not null),
        };
        await memory.AddToAsync(figures, TimeSpan.FromSeconds(1));
        Console.WriteLine(JsonSerializer.Serialize(figures, BenchmarkJson.Default.DictionaryStringDouble));
        return 0;

        async ValueTask AskAsync(int agent, CancellationToken given)
        {
            var address = ReportingAgents.AddressOf(agent);
            reports.Accept(address.ToString(), await client.GetAsync(address, 0, TimeSpan.Zero, given));
            Interlocked.Increment(ref answers);
        }

        async Task FollowAsync(int agent)
        {
            try
            {
                // Agents are asked evenly over the period, as they are in a fleet.
                await Task.Delay(Period * agent / Agents, time, stop.Token);
                using var timer = new PeriodicTimer(Period, time);
                do
                {
                    await AskAsync(agent, stop.Token);
                }
                while (await timer.WaitForNextTickAsync(stop.Token));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The end of the measurement.
            }
        }
    }
}
