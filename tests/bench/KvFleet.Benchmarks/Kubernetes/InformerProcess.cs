using System.Diagnostics;
using System.Text.Json;

namespace KvFleet.Benchmarks.Kubernetes;

/// <summary>Runs <see cref="InformerChild"/> in a process of its own, with the runtime settings of the published executables, and reads its figures.</summary>
internal static class InformerProcess
{
    /// <summary>The first argument that makes this program the child.</summary>
    internal const string Verb = "informer";

    /// <summary>Measures once.</summary>
    /// <param name="task">One of the child's tasks.</param>
    /// <param name="server">The server.</param>
    /// <param name="oneCore">Whether it may use one core only.</param>
    /// <param name="cancellationToken">Ends the measurement early.</param>
    internal static async Task<IReadOnlyDictionary<string, double>> MeasureAsync(string task, Uri server, bool oneCore, CancellationToken cancellationToken)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "KvFleet.Benchmarks.dll"), Verb, task, server.ToString()];
        var start = oneCore
            ? new ProcessStartInfo("taskset", ["--cpu-list", (Environment.ProcessorCount - 1).ToString(provider: null), "dotnet", .. arguments])
            : new ProcessStartInfo("dotnet", arguments);
        start.RedirectStandardOutput = true;
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize(output, BenchmarkJson.Default.DictionaryStringDouble)!
                : throw new InvalidOperationException($"The measured process ({task}) ended with {process.ExitCode}: {output}");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
