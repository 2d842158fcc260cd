using KvFleet.Operator.Fleet;

namespace KvFleet.Operator.Resp;

/// <summary>Which pools need a port, and which they had. What agents were told comes before what a status says. Pure.</summary>
internal static class RespPortPlan
{
    public static IReadOnlyDictionary<string, int> Of(IReadOnlyCollection<PoolPicture> pools, IEnumerable<NodePicture> nodes, RespPorts ports)
    {
        var told = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var assignment in nodes.SelectMany(static node => node.Object?.Spec.Assignments ?? []))
        {
            if (assignment.Resp is { } resp)
                told.TryAdd(assignment.Pool.Uid, resp.Port);
        }

        return ports.Assign(pools
            .Where(static pool => !pool.Deleting && Wants(pool))
            .Select(pool => KeyValuePair.Create(pool.Uid, told.TryGetValue(pool.Uid, out var port) ? port : pool.Pool.Status?.Resp?.Port)));
    }

    // A spec that cannot be understood keeps its port.
    private static bool Wants(PoolPicture pool) => pool.Resolution.Pool is { } resolved ? resolved.Resp is not null : pool.Pool.Status?.Resp?.Port is not null;
}
