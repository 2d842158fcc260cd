using KvFleet.Planning.Allocation;

namespace KvFleet.Planning.Disks;

/// <summary>
/// One run of <see cref="DiskPlanner"/>, in quanta: each pool spreads what it wants over its nodes in proportion to its memory there, each disk shares itself out by weight, and what is
/// unmet is offered to the pool's other nodes. A node that cannot give a pool its minimum gives it nothing.
/// </summary>
internal sealed class DiskDivision
{
    /// <summary>Each round satisfies pools or fills disks; a handful is usual.</summary>
    private const int MaxRounds = 16;

    private readonly DiskNode[] _nodes;
    private readonly DiskPool[] _pools;
    private readonly long[] _room;
    private readonly long[][] _given;
    private readonly bool[][] _usable;

    public DiskDivision(DiskNode[] nodes, DiskPool[] pools)
    {
        RequireUnique(nodes.Select(static node => node.Name), nameof(nodes));
        RequireUnique(pools.Select(static pool => pool.Uid), nameof(pools));
        (_nodes, _pools) = (nodes, pools);
        _room = [.. nodes.Select(static node => (node.Bytes ?? 0) / DiskPlanner.QuantumBytes)];
        _given = [.. pools.Select(_ => new long[nodes.Length])];
        _usable = [.. pools.Select(pool => nodes.Select(node => !pool.Fixed && node.Bytes > 0 && pool.HostMemory.GetValueOrDefault(node.Name) > 0).ToArray())];
    }

    /// <summary>Bytes by pool and node.</summary>
    public Dictionary<(string PoolUid, string Node), long> Divide()
    {
        var kept = KeepFixed();
        do
        {
            foreach (var given in _given)
                Array.Clear(given);
            ShareOut(kept);
        }
        while (DropTooSmall());
        var bytes = kept;
        for (var pool = 0; pool < _pools.Length; pool++)
        {
            for (var node = 0; node < _nodes.Length; node++)
            {
                if (_given[pool][node] > 0)
                    bytes[(_pools[pool].Uid, _nodes[node].Name)] = _given[pool][node] * DiskPlanner.QuantumBytes;
            }
        }

        return bytes;
    }

    private static void RequireUnique(IEnumerable<string> names, string list)
    {
        if (names.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static group => group.Skip(1).Any()) is { } twice)
            throw new ArgumentException($"{twice.Key} is there twice.", list);
    }

    private Dictionary<(string PoolUid, string Node), long> KeepFixed()
    {
        var kept = new Dictionary<(string PoolUid, string Node), long>();
        foreach (var pool in _pools)
        {
            for (var node = 0; node < _nodes.Length; node++)
            {
                var name = _nodes[node].Name;
                if (pool.Current.GetValueOrDefault(name) is > 0 and var bytes && (pool.Fixed || (_nodes[node].Bytes is null && pool.CapacityBytes > 0)))
                {
                    kept[(pool.Uid, name)] = bytes;
                    _room[node] -= (bytes + DiskPlanner.QuantumBytes - 1) / DiskPlanner.QuantumBytes;
                }
            }
        }

        return kept;
    }

    private void ShareOut(Dictionary<(string PoolUid, string Node), long> kept)
    {
        var free = _room.ToArray();
        var claims = _pools.Select(_ => new long[_nodes.Length]).ToArray();
        for (var round = 0; round < MaxRounds; round++)
        {
            for (var pool = 0; pool < _pools.Length; pool++)
                Claim(pool, kept, free, claims[pool]);
            if (!Grant(claims, free))
                return;
        }
    }

    private void Claim(int index, Dictionary<(string PoolUid, string Node), long> kept, long[] free, long[] claim)
    {
        var (pool, given) = (_pools[index], _given[index]);
        var goal = Math.Max(0, pool.CapacityBytes - kept.Where(entry => entry.Key.PoolUid == pool.Uid).Sum(static entry => entry.Value)) / DiskPlanner.QuantumBytes;
        var weights = new double[_nodes.Length];
        var upper = new long[_nodes.Length];
        for (var node = 0; node < _nodes.Length; node++)
        {
            if (!_usable[index][node])
                continue;
            weights[node] = pool.HostMemory[_nodes[node].Name];
            upper[node] = Math.Max(given[node], Math.Min((pool.PerNodeMaxBytes ?? long.MaxValue) / DiskPlanner.QuantumBytes, given[node] + Math.Max(0, free[node])));
        }

        new Fill(_nodes.Length).Split(weights, given, upper, goal, claim);
    }

    private bool Grant(long[][] claims, long[] free)
    {
        var granted = false;
        var weights = _pools.Select(static pool => (double)Math.Max(1, pool.Weight)).ToArray();
        var (lower, upper, parts) = (new long[_pools.Length], new long[_pools.Length], new long[_pools.Length]);
        for (var node = 0; node < _nodes.Length; node++)
        {
            for (var pool = 0; pool < _pools.Length; pool++)
                (lower[pool], upper[pool]) = (_given[pool][node], Math.Max(_given[pool][node], claims[pool][node]));
            new Fill(_pools.Length).Split(weights, lower, upper, lower.Sum() + Math.Max(0, free[node]), parts);
            for (var pool = 0; pool < _pools.Length; pool++)
            {
                granted |= parts[pool] > lower[pool];
                free[node] -= parts[pool] - lower[pool];
                _given[pool][node] = parts[pool];
            }
        }

        return granted;
    }

    // One node of each pool at a time, the one that has least: its part may bring the others above the minimum.
    private bool DropTooSmall()
    {
        var dropped = false;
        for (var pool = 0; pool < _pools.Length; pool++)
        {
            var least = (_pools[pool].PerNodeMinBytes + DiskPlanner.QuantumBytes - 1) / DiskPlanner.QuantumBytes;
            var given = _given[pool];
            var smallest = Enumerable.Range(0, _nodes.Length).Where(node => given[node] > 0 && given[node] < least).OrderBy(node => given[node]).ThenByDescending(static node => node).FirstOrDefault(-1);
            if (smallest < 0)
                continue;
            _usable[pool][smallest] = false;
            dropped = true;
        }

        return dropped;
    }
}
