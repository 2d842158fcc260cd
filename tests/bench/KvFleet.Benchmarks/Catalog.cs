using KvFleet.Benchmarks.Agents;
using KvFleet.Benchmarks.Disks;
using KvFleet.Benchmarks.Holders;
using KvFleet.Benchmarks.Kubernetes;
using KvFleet.Benchmarks.Operators;
using KvFleet.Benchmarks.Scale;
using KvFleet.Benchmarks.Soak;

namespace KvFleet.Benchmarks;

/// <summary>All benchmarks. A new one is a class of its own and a line here.</summary>
internal static class Catalog
{
    /// <summary>In the order in which they run when none is named.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new PlannerBenchmark(),
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
    ];
}
