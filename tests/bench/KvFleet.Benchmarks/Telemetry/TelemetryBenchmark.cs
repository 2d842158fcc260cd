using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace KvFleet.Benchmarks.Telemetry;

/// <summary>What asking 1,000 agents every ten seconds costs the operator: cores, or megabytes that it gains at most.</summary>
internal sealed class TelemetryBenchmark(string figure, string unit, double goal) : IBenchmark
{
    private const int Agents = 1000;
    private static IReadOnlyDictionary<string, double>? s_figures;

    /// <inheritdoc/>
    public string Name => $"telemetry.1000.{figure}";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        s_figures ??= await MeasureAsync(cancellationToken);
        if (s_figures["known"] < Agents)
            throw new InvalidOperationException($"Only {s_figures["known"]} of {Agents} agents were understood.");
        var value = figure == "cpu" ? s_figures["cores"] : s_figures["peakBytes"] / 1e6;
        return new BenchmarkResult(Name, value, unit, "goal", value / goal, s_figures);
    }

    private static async Task<IReadOnlyDictionary<string, double>> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var agents = await ReportingAgents.StartAsync(cancellationToken);
        var folder = Directory.CreateTempSubdirectory("kvfleet-telemetry-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "authority.pem"), agents.Authority, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "token"), "token", cancellationToken);
            var start = new ProcessStartInfo(
                "dotnet", [Path.Combine(AppContext.BaseDirectory, "KvFleet.Benchmarks.dll"), TelemetryChild.Verb, agents.Port.ToString(CultureInfo.InvariantCulture), folder.FullName])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            start.Environment["DOTNET_gcConcurrent"] = "0";
            start.Environment["DOTNET_TieredPGO"] = "0";
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize(output, BenchmarkJson.Default.DictionaryStringDouble)!
                : throw new InvalidOperationException($"The measured process ended with {process.ExitCode}: {output}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
