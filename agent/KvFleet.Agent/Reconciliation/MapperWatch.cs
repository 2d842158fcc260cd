using System.Collections.Immutable;
using KvFleet.Store.Extents.Locking;
using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Agent.Reconciliation;

/// <summary>Scans for processes that have extents, as long as some are being given back, and no longer: a scan reads every process of the machine.</summary>
internal sealed class MapperWatch(NodeUnit node, IMapperScanner scanner, AgentContext context)
{
    /// <summary>Pause between scans while mappers still have time.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Pause between scans when all that is left is overdue.</summary>
    public static readonly TimeSpan OverduePause = TimeSpan.FromSeconds(10);

    private bool _scanning;
    private DateTimeOffset _next;

    /// <summary>Starts a scan when one is due. On the loop.</summary>
    public void Tick()
    {
        var now = context.Time.GetUtcNow();
        var targets = node.Pools
            .Select(static pool => (Pool: pool, Revoked: pool.Table.Revoked.ToImmutableArray()))
            .Where(static entry => !entry.Revoked.IsEmpty)
            .ToList();
        if (_scanning || targets.Count == 0 || now < _next)
            return;

        _scanning = true;
        var overdue = targets.TrueForAll(entry => entry.Revoked.All(extent => extent.Deadline <= now));
        _next = now + (overdue ? OverduePause : Pause);
        // The table's ids are unique within a pool only, so the scan knows an entry by its number.
        var asked = targets.SelectMany(static entry => entry.Revoked.Select(extent => (entry.Pool, Extent: extent))).ToList();
        var versions = targets.ToDictionary(static entry => entry.Pool, static entry => entry.Pool.Ledger.Version);
        context.Start(async cancellationToken =>
        {
            var sightings = await ScanAsync([.. asked.Select(static (entry, i) => new ScanTarget(Name(i), entry.Extent.Identity))], cancellationToken);
            context.Loop.Post(() => Finish(sightings, asked, versions));
        });
    }

    private static string Name(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<MapperSightings?> ScanAsync(List<ScanTarget> targets, CancellationToken cancellationToken)
    {
        try
        {
            return await scanner.ScanAsync(targets, cancellationToken);
        }
        catch (LockerUnavailableException)
        {
            return null;
        }
        catch (IOException e)
        {
            context.Logger.ScanFailed(e.Message);
            return null;
        }
    }

    private void Finish(MapperSightings? sightings, List<(PoolUnit Pool, PoolExtent Extent)> asked, Dictionary<PoolUnit, long> versions)
    {
        _scanning = false;
        if (sightings is null)
            return;
        var byName = sightings.Found.ToLookup(static sighting => sighting.Id, StringComparer.Ordinal);
        var scans = asked.Select(static (entry, i) => (entry.Pool, entry.Extent, Number: i)).GroupBy(static entry => entry.Pool).ToDictionary(
            static pool => pool.Key,
            pool => new MapperScan(
                versions[pool.Key],
                [.. pool.Select(static entry => entry.Extent.Id)],
                [.. pool.SelectMany(entry => byName[Name(entry.Number)].Select(sighting => sighting with { Id = entry.Extent.Id }))],
                sightings.IsComplete));
        node.Assess(scans);
    }
}
