using KvFleet.Agent.Volumes;

namespace KvFleet.Agent.Standalone;

/// <summary>The TCP ports of pools on a machine without Kubernetes.</summary>
internal sealed class StandaloneDoors(RespVolumes resp, ILogger logger) : IDisposable
{
    private readonly Dictionary<string, StandaloneDoor> _doors = new(StringComparer.Ordinal);

    /// <summary>Opens and closes ports, so that they are those of these pools. One that is as it was stays open.</summary>
    public void Apply(IReadOnlyCollection<StandalonePool> pools)
    {
        foreach (var (name, door) in _doors.ToList())
        {
            if (pools.Any(pool => pool.Name == name && pool.Resp == door.Settings))
                continue;
            _doors.Remove(name);
            door.Dispose();
        }

        foreach (var pool in pools.Where(pool => pool.Resp.Address is not null && !_doors.ContainsKey(pool.Name)))
            _doors.Add(pool.Name, new StandaloneDoor(pool.Name, pool.Resp, resp, logger));
        Refresh();
    }

    /// <summary>Takes up passwords and certificates that changed, and tries again what could not be opened.</summary>
    public void Refresh()
    {
        foreach (var door in _doors.Values)
            door.Refresh();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var door in _doors.Values)
            door.Dispose();
    }
}
