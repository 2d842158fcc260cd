using KvFleet.Sweeping.Inventory;
using KvFleet.Sweeping.Scanning;

namespace KvFleet.Sweeping.Deletion;

/// <summary>Deletes chosen files of a pool, unit by unit, with several threads.</summary>
internal static class PoolDeleter
{
    /// <summary>Deletes.</summary>
    /// <param name="order">What.</param>
    /// <param name="trees">Where the pool's trees are.</param>
    /// <param name="units">The units to choose from, by path.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="cancellationToken">Ends it after the files that are being deleted.</param>
    public static DeletionCounts Delete(
        DeletionOrder order, PoolTrees trees, IReadOnlyCollection<KeyValuePair<string, UnitInventory>> units, int threads, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        DeletionCounts sum = default;
        var work = units.Select(entry => (Unit: trees.UnitOf(entry.Key), Inventory: entry.Value)).ToArray();
        Workers.Run(
            work,
            threads,
            () => new CountedDeleter(new UnitDeleter(order, cancellationToken), counts =>
            {
                lock (gate)
                    sum.Add(counts);
            }),
            (worker, item) => worker.Deleter.Delete(item.Unit, item.Inventory),
            cancellationToken);
        return sum;
    }

    private sealed class CountedDeleter(UnitDeleter deleter, Action<DeletionCounts> count) : IDisposable
    {
        public UnitDeleter Deleter => deleter;

        public void Dispose()
        {
            count(deleter.Counts);
            deleter.Dispose();
        }
    }
}
