using KvFleet.Model;

namespace KvFleet.Planning.Allocation;

/// <summary>Refuses snapshots that only a fault in the caller makes: names twice, options out of range, negative budgets.</summary>
internal static class SnapshotCheck
{
    private const long QuantumStep = 2L << 20;

    /// <summary>Throws if the snapshot cannot be planned.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <exception cref="ArgumentException">What, where, what to do.</exception>
    public static void Throw(Snapshot snapshot)
    {
        var options = snapshot.Options;
        if (options.QuantumBytes < QuantumStep || options.QuantumBytes % QuantumStep != 0 || options.QuantumBytes > 1L << 40)
        {
            throw Bad($"the quantum is {options.QuantumBytes} bytes; set a multiple of 2Mi, at most 1Ti");
        }

        if (!(options.DeadBand is >= 0 and <= 1))
        {
            throw Bad($"the dead band is {options.DeadBand}; set a fraction from 0 to 1");
        }

        if (options.LostNodeGrace < TimeSpan.Zero || options.ReservedHoldersPerPoolAndNode < 1)
        {
            throw Bad($"the grace of lost nodes is {options.LostNodeGrace} and {options.ReservedHoldersPerPoolAndNode} holders are reserved for; set a grace that is not negative and at least one holder");
        }

        Unique(snapshot.Nodes.Select(node => node.Name), "node", StringComparer.Ordinal);
        Unique(snapshot.Pools.Select(pool => pool.Key), "pool", EqualityComparer<PoolKey>.Default);
        foreach (var node in snapshot.Nodes)
        {
            if (node.Budget.Regular < 0 || node.Budget.HugePages2Mi < 0 || node.Budget.HugePages1Gi < 0)
            {
                throw Bad($"the budget of node {node.Name} is negative ({node.Budget}); give 0 where there is none");
            }
        }

        foreach (var pool in snapshot.Pools)
        {
            if (pool.Current.FirstOrDefault(current => current.Value < 0) is { Key: { } where, Value: var bytes })
            {
                throw Bad($"pool {pool.Key} has {bytes} bytes on node {where}; give 0 or more");
            }
        }

        if (snapshot.NamespaceCaps.FirstOrDefault(cap => cap.Value < 0) is { Key: { } capped, Value: var cap })
        {
            throw Bad($"the cap of namespace {capped} is {ByteText.Format(cap)}; give 0 or more");
        }
    }

    private static void Unique<T>(IEnumerable<T> names, string what, IEqualityComparer<T> comparer)
    {
        var seen = new HashSet<T>(comparer);
        foreach (var name in names)
        {
            if (!seen.Add(name))
            {
                throw Bad($"{what} {name} is listed twice; list each once");
            }
        }
    }

    private static ArgumentException Bad(string message, string? snapshot = null) => new($"The snapshot cannot be planned: {message}.", nameof(snapshot));
}
