using System.Text.Json;
using KvFleet.Benchmarks;
using KvFleet.Benchmarks.Stores;
using KvFleet.Benchmarks.Sweeping;
using KvFleet.Benchmarks.Kubernetes;
using KvFleet.Benchmarks.Resp;
using KvFleet.Benchmarks.Telemetry;

// dotnet run -c Release --project tests/bench/KvFleet.Benchmarks -- [NAME...]
// Prints one RESULT line per benchmark and writes artifacts/bench/NAME.json under the working directory.
if (args is [InformerProcess.Verb, var task, var server])
    return await InformerChild.RunAsync(task, new Uri(server));

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

if (args is [RespServerProgram.Argument, _, _, _])
    return await RespServerProgram.RunAsync(args, stop.Token);
// A benchmark starts this program again, to be killed.
if (args is ["torn-client", .. var rest])
    return await TornClient.RunAsync(rest, stop.Token);

if (args is [SweepChild.Sweep or SweepChild.Record, ..])
    return await SweepChild.RunAsync(args, stop.Token);
if (args is [TelemetryChild.Verb, var agentsPort, var credentials])
    return await TelemetryChild.RunAsync(agentsPort, credentials, stop.Token);

var unknown = args.Where(name => Catalog.All.All(benchmark => benchmark.Name != name)).ToArray();
if (unknown.Length > 0)
{
    await Console.Error.WriteLineAsync($"No benchmark is called {string.Join(", ", unknown)}; there are: {string.Join(", ", Catalog.All.Select(benchmark => benchmark.Name))}.");
    return 2;
}

var folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench"));
foreach (var benchmark in Catalog.All.Where(benchmark => args.Length == 0 || args.Contains(benchmark.Name, StringComparer.Ordinal)))
{
    var result = await benchmark.RunAsync(stop.Token);
    Console.WriteLine(result);
    await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{result.Name}.json"), JsonSerializer.Serialize(result, BenchmarkJson.Default.BenchmarkResult), stop.Token);
}

return 0;
