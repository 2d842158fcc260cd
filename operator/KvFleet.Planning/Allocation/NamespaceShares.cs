namespace KvFleet.Planning.Allocation;

/// <summary>Shares the caps of namespaces out among their pools, by weight.</summary>
internal sealed class NamespaceShares(IReadOnlyList<PoolState> pools, IReadOnlyDictionary<string, long> caps)
{
    /// <summary>What is shared out is counted in mebibytes: quanta differ between kinds of memory, and all are multiples of this.</summary>
    private const long Unit = 1L << 20;

    private readonly Dictionary<PoolState, long> _demand = pools.Where(pool => pool.IsActive).ToDictionary(pool => pool, pool => pool.Wish);

    /// <summary>Sets every active pool's goal: its wish, or less where its namespace is capped.</summary>
    public void SetGoals()
    {
        foreach (var group in _demand.Keys.GroupBy(pool => pool.Pool.Key.Namespace, StringComparer.Ordinal))
        {
            PoolState[] members = [.. group.OrderBy(pool => pool.Pool.Key)];
            if (caps.TryGetValue(group.Key, out var cap))
            {
                Share(members, Math.Max(0, cap - pools.Where(pool => pool.Pool.Key.Namespace == group.Key).Sum(pool => pool.FixedBytes)));
            }
            else
            {
                foreach (var pool in members)
                {
                    pool.Goal = pool.Wish;
                }
            }
        }
    }

    /// <summary>Takes back from pools what their nodes did not have room for, so that others of the namespace may have it.</summary>
    /// <returns>Whether another round of sharing may give anybody more.</returns>
    public bool Reoffer()
    {
        var changed = false;
        foreach (var group in _demand.Keys.GroupBy(pool => pool.Pool.Key.Namespace, StringComparer.Ordinal).Where(group => caps.ContainsKey(group.Key)))
        {
            var wanting = group.Where(pool => pool.Goal < _demand[pool]).ToArray();
            foreach (var pool in group.ToArray())
            {
                var got = pool.IdealSum;
                if (got < pool.Goal && wanting.Any(other => other != pool))
                {
                    _demand[pool] = got;
                    changed = true;
                }
            }
        }

        return changed;
    }

    private void Share(PoolState[] members, long capBytes)
    {
        var upper = members.Select(pool => _demand[pool] * pool.Quantum / Unit).ToArray();
        var parts = new long[members.Length];
        new Fill(members.Length).Split([.. members.Select(pool => (double)pool.Pool.Weight)], new long[members.Length], upper, capBytes / Unit, parts);
        for (var index = 0; index < members.Length; index++)
        {
            members[index].Goal = parts[index] * Unit / members[index].Quantum;
        }

        // Rounding down to quanta leaves something over; whole quanta of it go on in the order of keys.
        var left = capBytes - members.Sum(pool => pool.Goal * pool.Quantum);
        foreach (var pool in members)
        {
            if (pool.Goal < _demand[pool] && pool.Quantum <= left)
            {
                pool.Goal++;
                left -= pool.Quantum;
            }
        }
    }
}
