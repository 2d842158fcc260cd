using System.Diagnostics;
using System.Globalization;
using KvFleet.Benchmarks.Processes;
using KvFleet.Holder.Extents;
using KvFleet.Native;
using KvFleet.Protocol.Volume;
using KvFleet.Testing;

namespace KvFleet.Benchmarks.Holders;

/// <summary>
/// How fast an extent becomes locked memory: a holder process populates it when told over its socket, then this process locks it, as the
/// agent's privileged part does. Against a C program that only populates, with the same number of threads, turn by turn.
/// </summary>
/// <remarks>
/// Each measured run follows at once on an unmeasured one of its own kind. Virtual machines hand free memory back to their host after about
/// two seconds, and having it back costs ten times what is measured here: both sides shall meet pages that the machine still has. The first runs, and the holder with small pages only, are in the details.
/// </remarks>
internal sealed class PopulateBenchmark : IBenchmark
{
    private const long Bytes = 2L << 30;
    private const double Gibibytes = Bytes / (double)(1L << 30);
    private const int Runs = 5;

    /// <inheritdoc/>
    public string Name => "arena.populate";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var threads = Environment.ProcessorCount;
        var folder = Directory.CreateTempSubdirectory("kvfleet-bench-");
        try
        {
            var plain = Path.Combine(folder.FullName, "populate");
            await Commands.RunAsync("gcc", ["-O2", "-pthread", "-o", plain, Path.Combine(RepositoryFolder.Root, "tests/bench/populate.c")], cancellationToken);
            using var holder = new BenchmarkHolder($"exec dotnet \"{Path.Combine(AppContext.BaseDirectory, "kvfleet-hold.dll")}\"");
            await holder.GreetAsync(cancellationToken);

            List<double> ours = [];
            List<double> theirs = [];
            List<double> populating = [];
            List<double> firstTouch = [];
            List<double> peerFirstTouch = [];
            List<double> smallPages = [];
            for (var run = 0; run < Runs; run++)
            {
                firstTouch.Add((await MeasureAsync(holder, $"first-{run}", threads, cancellationToken)).Locked);
                var (populated, locked) = await MeasureAsync(holder, $"run-{run}", threads, cancellationToken);
                populating.Add(populated);
                ours.Add(locked);
                peerFirstTouch.Add(await MeasurePlainAsync(plain, threads, cancellationToken));
                theirs.Add(await MeasurePlainAsync(plain, threads, cancellationToken));
                smallPages.Add(await MeasureSmallPagesAsync(threads, cancellationToken));
            }

            var (value, peer) = (Gibibytes / Median.Of(ours), Gibibytes / Median.Of(theirs));
            var details = new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["threads"] = threads,
                ["gibibytes"] = Gibibytes,
                ["runs"] = Runs,
                ["peerGibibytesPerSecond"] = peer,
                ["populateOnlyGibibytesPerSecond"] = Gibibytes / Median.Of(populating),
                ["firstTouchGibibytesPerSecond"] = Gibibytes / Median.Of(firstTouch),
                ["peerFirstTouchGibibytesPerSecond"] = Gibibytes / Median.Of(peerFirstTouch),
                ["smallPagesGibibytesPerSecond"] = Gibibytes / Median.Of(smallPages),
                ["fastestSeconds"] = ours.Min(),
                ["peerFastestSeconds"] = theirs.Min(),
            };
            return new BenchmarkResult(Name, value, "GiB/s", "c-map-populate", value / peer, details);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(double Populated, double Locked)> MeasureAsync(
        BenchmarkHolder holder, string id, int threads, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var file = await holder.AllocateAsync(id, Bytes, cancellationToken);
        await holder.PopulateAsync(id, threads, cancellationToken);
        var populated = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var mapping = SharedMapping.Map(file, 0, Bytes);
        mapping.Lock();
        var locked = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await holder.ReleaseAsync(id, cancellationToken);
        return (populated, locked);
    }

    /// <summary>The holder's own code without large pages, as on kernels or in fragmented memory where there are none; locking included.</summary>
    private static async Task<double> MeasureSmallPagesAsync(int threads, CancellationToken cancellationToken)
    {
        var memory = new ExtentMemory(limitBytes: null, useLargePages: false);
        var started = Stopwatch.GetTimestamp();
        var extent = memory.Allocate(new ExtentRequest("small", Bytes, 0));
        using (extent.File)
        {
            if (await PopulationPass.RunAsync(memory, [extent], threads, cancellationToken) is { } failure)
                throw failure;
            using var mapping = SharedMapping.Map(extent.File, 0, Bytes);
            mapping.Lock();
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    private static async Task<double> MeasurePlainAsync(string plain, int threads, CancellationToken cancellationToken) =>
        double.Parse(await Commands.RunAsync(plain, [$"{Bytes}", $"{threads}"], cancellationToken), CultureInfo.InvariantCulture);
}
