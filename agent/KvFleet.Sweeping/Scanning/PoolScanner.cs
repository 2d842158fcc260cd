using System.Text;
using KvFleet.Native;
using KvFleet.Sweeping.Inventory;

namespace KvFleet.Sweeping.Scanning;

/// <summary>Looks at this member's share of a pool: first the upper levels of its trees, then their many units with several threads.</summary>
internal static class PoolScanner
{
    /// <summary>Looks.</summary>
    /// <param name="order">How.</param>
    /// <param name="trees">Where the pool's trees are.</param>
    /// <param name="inventory">What was known; afterwards, what there is. Where something could not be read, what was known of it before.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="cancellationToken">Ends it; the inventory is then partly old.</param>
    public static ScanOutcome Scan(ScanOrder order, PoolTrees trees, PoolInventory inventory, int threads, CancellationToken cancellationToken)
    {
        var problems = new ScanProblems();
        var leftovers = new Leftovers();
        var hits = new AgeCounts();
        long asked = 0;
        if (!TryGetDevice(order.Directory, problems, out var device))
        {
            // A pool without directory has no files yet; one that cannot be read is another matter.
            if (problems.Count == 0)
                inventory.Keep(new HashSet<string>(StringComparer.Ordinal));
            return new ScanOutcome(problems.Count == 0 ? null : problems.ToString(), [], hits, 0);
        }

        var gate = new Lock();
        UnitScanner Make() => new(order, device, problems, leftovers, cancellationToken);
        void Finish(UnitScanner scanner)
        {
            lock (gate)
            {
                hits.Add(scanner.HitAges);
                asked += scanner.Asked;
            }
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var deep = ScanUpperLevels(order, trees, inventory, problems, seen, Make, Finish, cancellationToken);
        Workers.Run(
            deep,
            threads,
            () => new FinishedScanner(Make(), Finish),
            (worker, unit) =>
            {
                UnitInventory? before;
                lock (gate)
                    before = inventory.Units.GetValueOrDefault(unit.Path);
                var found = worker.Scanner.Scan(unit, before is { } known && known.IsStale == unit.IsStale ? known : null);
                lock (gate)
                {
                    if (inventory.TrySet(unit.Path, found))
                        seen.Add(unit.Path);
                }
            },
            cancellationToken);
        if (problems.Count == 0)
            inventory.Keep(seen);
        return new ScanOutcome(problems.Count == 0 ? null : problems.ToString(), leftovers.Found, hits, asked);
    }

    private static List<ScanUnit> ScanUpperLevels(
        ScanOrder order, PoolTrees trees, PoolInventory inventory, ScanProblems problems, HashSet<string> seen, Func<UnitScanner> make, Action<UnitScanner> finish, CancellationToken cancellationToken)
    {
        List<ScanUnit> deep = [];
        Queue<ScanUnit> open = new([trees.UnitOf("")]);
        List<byte[]> children = [];
        using var scanner = make();
        while (open.TryDequeue(out var unit))
        {
            cancellationToken.ThrowIfCancellationRequested();
            children.Clear();
#pragma warning disable CA2000 // The inventory takes it, and disposes it.
            var found = scanner.Scan(unit, inventory.Units.GetValueOrDefault(unit.Path), children);
#pragma warning restore CA2000
            if (!inventory.TrySet(unit.Path, found))
                continue;
            seen.Add(unit.Path);
            foreach (var bytes in children)
            {
                var name = Encoding.UTF8.GetString(bytes);
                if (name.Contains('\uFFFD', StringComparison.Ordinal))
                {
                    problems.Add($"{order.Directory}/{unit.Path}/{name}: the name is not UTF-8");
                    continue;
                }

                var child = trees.UnitOf(unit.Path.Length == 0 ? name : $"{unit.Path}/{name}");
                if (!child.IsDeep)
                    open.Enqueue(child);
                else if (order.Slots.Owns(child.Hash))
                    deep.Add(child);
            }
        }

        finish(scanner);
        return deep;
    }

    private static bool TryGetDevice(string directory, ScanProblems problems, out ulong device)
    {
        using var cursor = new DirectoryCursor();
        EntryFacts facts = default;
        var error = cursor.Open(directory);
        if (error == 0)
            error = cursor.AskSelf(out facts);
        device = facts.Device;
        if (error is not 0 and not Errno.ENOENT)
            problems.Add($"{directory}: {Errno.Name(error)}");
        return error == 0;
    }

    private sealed class FinishedScanner(UnitScanner scanner, Action<UnitScanner> finish) : IDisposable
    {
        public UnitScanner Scanner => scanner;

        public void Dispose()
        {
            finish(scanner);
            scanner.Dispose();
        }
    }
}
