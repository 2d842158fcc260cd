namespace KvFleet.Planning.Disks;

/// <summary>
/// Divides pools' local disk over the nodes where they have host memory. Pure and without memory of its own: what it depends on (host memory as planned, sizes of filesystems) changes rarely,
/// so its result does, too.
/// </summary>
public static class DiskPlanner
{
    /// <summary>Every assignment is a multiple of this many bytes.</summary>
    public const long QuantumBytes = 1L << 20;

    /// <summary>Makes a plan.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="pools">The pools.</param>
    /// <returns>What each has where. No disk gives more than it has, but for what stays because it is fixed or its node is not known.</returns>
    /// <exception cref="ArgumentException">A node or a pool is named twice.</exception>
    public static DiskPlan Plan(IEnumerable<DiskNode> nodes, IEnumerable<DiskPool> pools)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(pools);
        var division = new DiskDivision([.. nodes.OrderBy(static node => node.Name, StringComparer.Ordinal)], [.. pools.OrderBy(static pool => pool.Uid, StringComparer.Ordinal)]);
        return new DiskPlan(division.Divide());
    }
}
