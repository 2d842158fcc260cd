using System.Globalization;
using System.Text.Json;
using KvFleet.Benchmarks.Processes;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Python;

/// <summary>A benchmark of the engine side: a script of <c>tests/bench/python</c> against a published agent with one pool, each in a process of its own.</summary>
/// <param name="name">The RESULT name that the script prints.</param>
/// <param name="script">The script.</param>
/// <param name="arguments">Its arguments before the pool's socket.</param>
/// <param name="poolBytes">Bytes of the pool.</param>
/// <param name="rowStrideBytes">Bytes of its rows.</param>
internal sealed class PythonBenchmark(string name, string script, IReadOnlyList<string> arguments, long poolBytes, long rowStrideBytes) : IBenchmark
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("kvfleet-bench-").FullName;
        try
        {
            var (pools, socket) = (Path.Combine(folder, "pools.yaml"), Path.Combine(folder, "pool.sock"));
            var pool = string.Create(CultureInfo.InvariantCulture, $"pools:\n- {{name: pool, rowStrideBytes: {rowStrideBytes}, bytes: {poolBytes >> 20}Mi, socket: {socket}}}\n");
            await File.WriteAllTextAsync(pools, pool, cancellationToken);
            await using var serve = await ProductProcess.StartAsync(
                "agent/KvFleet.Agent",
                "kvfleet-serve",
                ["--standalone", pools, $"--metrics-port={ProductProcess.FreePort()}", "--log-level=Warning"],
                new Dictionary<string, string>(StringComparer.Ordinal),
                cancellationToken);
            // The script's client waits until the pool is populated.
            var modules = Path.Combine(RepositoryFolder.Root, "agent", "clients", "python");
            var program = Path.Combine(RepositoryFolder.Root, "tests", "bench", "python", script);
            var output = await Commands.RunAsync("env", [$"PYTHONPATH={modules}", "PYTHONDONTWRITEBYTECODE=1", "python3", program, .. arguments, socket], cancellationToken);
            return JsonSerializer.Deserialize(output, BenchmarkJson.Default.BenchmarkResult) ?? throw new InvalidOperationException($"{script} printed no result.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
