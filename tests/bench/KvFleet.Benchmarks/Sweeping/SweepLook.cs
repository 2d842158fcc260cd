using KvFleet.Sweeping.Inventory;
using KvFleet.Sweeping.Pacing;
using KvFleet.Sweeping.Scanning;

namespace KvFleet.Benchmarks.Sweeping;

/// <summary>Looks at directories with the product's scanner.</summary>
internal static class SweepLook
{
    /// <summary>Looks at all files of a directory.</summary>
    public static ScanOutcome At(string directory, PoolInventory inventory, int threads, long? now = null)
    {
        var outcome = PoolScanner.Scan(
            new ScanOrder { Directory = directory, Now = now ?? TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), IsFull = true, Limiter = new RateLimiter(0, TimeProvider.System) },
            new PoolTrees([]),
            inventory,
            threads,
            CancellationToken.None);
        return outcome.Problems is null ? outcome : throw new InvalidOperationException(outcome.Problems);
    }
}
