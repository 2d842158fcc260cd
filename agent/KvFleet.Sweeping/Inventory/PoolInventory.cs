using KvFleet.Sweeping.Contract;

namespace KvFleet.Sweeping.Inventory;

/// <summary>What is known of this member's share of a pool: its units. Figures are sums over memory; they need no look at the filesystem.</summary>
internal sealed class PoolInventory : IDisposable
{
    private readonly Dictionary<string, UnitInventory> _units = new(StringComparer.Ordinal);

    /// <summary>Units by their paths relative to the pool's directory.</summary>
    public IReadOnlyDictionary<string, UnitInventory> Units => _units;

    /// <summary>What is there.</summary>
    public PoolUsage Usage()
    {
        UnitTotals current = default, stale = default;
        foreach (var unit in _units.Values)
        {
            ref var totals = ref unit.IsStale ? ref stale : ref current;
            totals.Add(unit.Totals);
        }

        return current.ToUsage(stale: false) + stale.ToUsage(stale: true);
    }

    /// <summary>The files that may go, by age.</summary>
    /// <param name="now">Now, in seconds since 1970.</param>
    public AgeHistogram Ages(long now)
    {
        var counts = new AgeCounts();
        foreach (var unit in _units.Values)
        {
            var segments = unit.Read();
            while (segments.MoveNext())
            {
                foreach (ref readonly var record in segments.Records)
                    counts.Add(now - record.LastUse, 1, PackedBlocks.Bytes(record.Blocks));
            }
        }

        return counts.ToHistogram();
    }

    /// <summary>Takes a unit as it was found.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="unit">What was found; null: nothing, and what was known of it stays.</param>
    /// <returns>Whether something was found.</returns>
    public bool TrySet(string path, UnitInventory? unit)
    {
        if (unit is null)
            return false;
        if (_units.Remove(path, out var before))
            before.Dispose();
        _units.Add(path, unit);
        return true;
    }

    /// <summary>Forgets what a look did not find any more, or no longer belongs to this member.</summary>
    public void Keep(IReadOnlySet<string> paths)
    {
        foreach (var (path, unit) in _units.Where(entry => !paths.Contains(entry.Key)).ToArray())
        {
            _units.Remove(path);
            unit.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Keep(new HashSet<string>(StringComparer.Ordinal));
}
