namespace KvFleet.Benchmarks.Python;

/// <summary>The benchmarks of the engine side.</summary>
internal static class PythonBenchmarks
{
    private const long Mebi = 1 << 20;

    /// <summary>In the order in which they run.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        // 1 GiB of rows, the slots that the client has in hand, and the room that the store keeps free.
        new PythonBenchmark("store.put.2MiB.py", "large_rows.py", ["put"], 1400 * Mebi, 2 * Mebi),
        new PythonBenchmark("store.get.2MiB.py", "large_rows.py", ["get"], 1400 * Mebi, 2 * Mebi),
        new PythonBenchmark("store.scheduler512.py", "scheduler512.py", [], 1100 * Mebi, 4096),
    ];
}
