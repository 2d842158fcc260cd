namespace KvFleet.Benchmarks.Stores;

/// <summary>Blocks of 32 KiB that are put and then got per second, in batches of 64, over 1 GiB.</summary>
internal sealed class BlockBenchmark : IBenchmark
{
    private const int Stride = 32 << 10;
    private const int Rows = 32768;
    private const int Batch = 64;
    private const long PoolBytes = 1200L << 20;
    private const int Rounds = 7;
    private const double Goal = 100_000;

    /// <inheritdoc/>
    public string Name => "store.ops.32KiB";

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await StoreServer.StartAsync(PoolBytes, Stride, cancellationToken);
        using var client = server.Connect();
        using var set = new RowSet(Stride, Rows, Batch);
        List<double> rates = [];
        List<double> puts = [];
        List<double> gets = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var (put, get) = (set.Put(client), set.Get(client));
            if (round == 0)
                continue;
            rates.Add(Rows / (put + get));
            puts.Add(Rows / put);
            gets.Add(Rows / get);
        }

        var value = Median.Of(rates);
        return new BenchmarkResult(Name, value, "blocks/s", "goal", value / Goal, new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["put"] = Median.Of(puts),
            ["get"] = Median.Of(gets),
            ["fastest"] = rates.Max(),
        });
    }
}
