using KvFleet.Benchmarks.Agents;
using KvFleet.Benchmarks.Disks;
using KvFleet.Benchmarks.Exporters;
using KvFleet.Benchmarks.Holders;
using KvFleet.Benchmarks.Kubernetes;
using KvFleet.Benchmarks.Operators;
using KvFleet.Benchmarks.Python;
using KvFleet.Benchmarks.Resp;
using KvFleet.Benchmarks.Reuse;
using KvFleet.Benchmarks.Scale;
using KvFleet.Benchmarks.Soak;
using KvFleet.Benchmarks.Stores;
using KvFleet.Benchmarks.Sweeping;
using KvFleet.Benchmarks.Telemetry;

namespace KvFleet.Benchmarks;

/// <summary>All benchmarks. A new one is a class of its own and a line here.</summary>
internal static class Catalog
{
    /// <summary>In the order in which they run when none is named.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new PlannerBenchmark(),
        new ReuseErrorBenchmark("mean", 0.01),
        new ReuseErrorBenchmark("max", 0.02),
        new ReuseCostBenchmark(),
        new MetricsParseBenchmark(),
        new TelemetryBenchmark("cpu", "cores", 1),
        new TelemetryBenchmark("mem", "MB", 200),
        new PopulateBenchmark(),
        new HolderMemoryBenchmark(),
        new ServeMemoryBenchmark(),
        new NodeMemoryBenchmark(),
        new OperatorMemoryBenchmark(),
        new QueueBenchmark(),
        new ListBenchmark(),
        new ListMemoryBenchmark(),
        new WatchBenchmark(),
        new ScalePlanBenchmark(),
        new ScaleChangeBenchmark(),
        new DiskWriteBenchmark(),
        new DiskReadBenchmark(),
        new SoakIdleBenchmark(),
        new SoakGrowthBenchmark(),
        new TakeOverBenchmark(),
        .. PythonBenchmarks.All,
        new RespBenchmark("get", 4096, "4KiB"),
        new RespBenchmark("set", 4096, "4KiB"),
        new RespBenchmark("get", 1 << 20, "1MiB"),
        new RespBenchmark("set", 1 << 20, "1MiB"),
        new RespBenchmark("get", 4 << 20, "4MiB"),
        new RespBenchmark("set", 4 << 20, "4MiB"),
        new PutBenchmark(),
        new GetBenchmark(),
        new BlockBenchmark(),
        new KeyTableBenchmark(),
        new LookupBenchmark(),
        new WasteBenchmark(),
        new ReattachBenchmark(),
        new TornBenchmark(),
        new SweepScanBenchmark(),
        new SweepDeleteBenchmark(),
        new SweepMemoryBenchmark(),
        new SweepOvershootBenchmark(),
        new SweepHitErrorBenchmark(),
        new SweepReadOverheadBenchmark(),
    ];
}
