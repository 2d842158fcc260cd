using System.Diagnostics;
using System.Text;
using KvFleet.Prometheus.Parsing;

namespace KvFleet.Benchmarks.Exporters;

/// <summary>The text parser on pages of the vendors' exporters, every label and value read, on one thread. The peer is decoding the same bytes to a string: what any parser of strings does first.</summary>
internal sealed class MetricsParseBenchmark : IBenchmark
{
    private const int Runs = 9;
    private const double RunBytes = 200e6;
    private const double Goal = 200;

    /// <inheritdoc/>
    public string Name => "metrics.parse";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        var details = new Dictionary<string, double>(StringComparer.Ordinal) { ["goal"] = Goal };
        List<byte[]> pages = [];
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Exporters", "Pages"), "*.prom").Order(StringComparer.Ordinal))
        {
            pages.Add(await File.ReadAllBytesAsync(file, cancellationToken));
            details[Path.GetFileNameWithoutExtension(file)] = Rate([pages[^1]], Parse, cancellationToken);
        }

        var value = Rate(pages, Parse, cancellationToken);
        details["decode"] = Rate(pages, page => Encoding.UTF8.GetString(page).Length, cancellationToken);
        return new BenchmarkResult(Name, value, "MB/s", "UTF-8 decoding", value / details["decode"], details);
    }

    private static double Parse(byte[] page)
    {
        var sum = 0.0;
        var reader = new ExpositionReader(page);
        while (reader.Read())
        {
            sum += reader.Value;
            for (var index = 0; index < reader.LabelCount; index++)
            {
                sum += reader.Label(index).RawValue.Length;
            }
        }

        return sum;
    }

    private static double Rate(IReadOnlyList<byte[]> pages, Func<byte[], double> read, CancellationToken cancellationToken)
    {
        var bytes = pages.Sum(page => (long)page.Length);
        var rounds = (int)Math.Ceiling(RunBytes / bytes / Runs);
        return Median.Of(Enumerable.Range(0, Runs).Select(_ =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            for (var round = 0; round < rounds; round++)
            {
                foreach (var page in pages)
                {
                    read(page);
                }
            }

            return bytes * rounds / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e6;
        }));
    }
}
