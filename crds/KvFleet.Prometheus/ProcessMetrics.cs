using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KvFleet.Prometheus;

/// <summary>
/// What every Prometheus client library says about its process, under the names dashboards and alerts expect.
/// The garbage collector and thread pool come from the runtime's own meter, <c>System.Runtime</c>.
/// </summary>
public sealed class ProcessMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "KvFleet.Process";

    private const string FileDescriptors = "/proc/self/fd";
    private readonly Meter _meter = new(MeterName);

    /// <summary>Registers the instruments.</summary>
    public ProcessMetrics()
    {
        double started;
        using (var process = Process.GetCurrentProcess())
            started = (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;

        _meter.CreateObservableCounter(
            "process_cpu_seconds_total",
            static () => Environment.CpuUsage.TotalTime.TotalSeconds,
            "s",
            "Total user and system CPU time spent in seconds.");
        _meter.CreateObservableGauge(
            "process_resident_memory_bytes",
            static () => Environment.WorkingSet,
            "By",
            "Resident memory size in bytes.");
        _meter.CreateObservableGauge(
            "process_start_time_seconds",
            () => started,
            "s",
            "Start time of the process since unix epoch in seconds.");
        _meter.CreateObservableGauge("process_open_fds", OpenFileDescriptors, description: "Number of open file descriptors.");
        _meter.CreateObservableGauge(
            "dotnet_gc_heap_bytes",
            HeapBytes,
            "By",
            "Managed heap in use in bytes, as known now (the runtime's own figures are those of the last collection).");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    // While a collection runs, the runtime may count less than nothing: then what was there after the last one.
    private static long HeapBytes() => GC.GetTotalMemory(forceFullCollection: false) is >= 0 and var bytes ? bytes : GC.GetGCMemoryInfo().HeapSizeBytes;

    private static IEnumerable<Measurement<long>> OpenFileDescriptors()
    {
        if (!Directory.Exists(FileDescriptors))
            yield break;

        // Listing the directory needs a descriptor itself, and lists that, too.
        yield return new(Directory.EnumerateFileSystemEntries(FileDescriptors).LongCount() - 1);
    }
}
