using System.Collections.Immutable;
using KvFleet.Agent.Reconciliation;
using KvFleet.Api.Reports;

namespace KvFleet.Agent.Volumes;

/// <summary>
/// The TCP ports of pools in a cluster. A port opens when the assignment asks for it and the operator has handed over password and certificate; these are in memory only, so a new agent waits for them anew. On the loop.
/// </summary>
/// <param name="resp">Serves.</param>
/// <param name="logger">The log.</param>
internal sealed class RespDoors(RespVolumes resp, ILogger<RespDoors> logger) : IRespDoors, IDisposable
{
    private readonly Dictionary<string, RespDoor> _doors = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Want(ImmutableArray<DesiredPool> pools)
    {
        var wanted = pools.Where(static pool => pool.Resp is not null).ToDictionary(static pool => pool.Key.Uid, StringComparer.Ordinal);
        foreach (var (uid, door) in _doors.ToList())
        {
            // First all that close: a port may go from one pool to another.
            if (!wanted.TryGetValue(uid, out var pool))
            {
                _doors.Remove(uid);
                door.Dispose();
            }
            else
            {
                door.Prepare(pool.Resp!);
            }
        }

        foreach (var (uid, pool) in wanted)
        {
            if (!_doors.TryGetValue(uid, out var door))
                _doors.Add(uid, door = new RespDoor(pool.Key, pool.Resp!, resp, logger));
            door.Open();
        }
    }

    /// <summary>Takes over what a pool is served with.</summary>
    /// <param name="poolUid">The pool.</param>
    /// <param name="credentials">Password and certificate.</param>
    /// <param name="problem">Why they cannot be used; those before stay in use. Null when they can.</param>
    /// <returns>False when the pool is not to be served here.</returns>
    public bool Give(string poolUid, RespCredentials credentials, out string? problem)
    {
        problem = null;
        if (!_doors.TryGetValue(poolUid, out var door))
            return false;
        problem = door.Give(credentials);
        return true;
    }

    /// <inheritdoc/>
    public void Tick()
    {
        foreach (var door in _doors.Values)
            door.Open();
    }

    /// <inheritdoc/>
    public RespReport? Report(string poolUid) => _doors.GetValueOrDefault(poolUid)?.Report();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var door in _doors.Values)
            door.Dispose();
        _doors.Clear();
    }
}
