using System.Collections.Immutable;

namespace KvFleet.Store.Extents.Mappers;

/// <summary>
/// Decides which revoked extents are really free. Both must agree: no connection owes an acknowledgement (a descriptor may wait unread in its socket,
/// where no scan sees it), and a scan that began after the last acknowledgement or disconnect found no process with the memory.
/// </summary>
public static class DrainWatch
{
    /// <summary>Assesses the revoked entries of a pool. Pure.</summary>
    /// <param name="revoked">The entries.</param>
    /// <param name="ledger">What the connections say.</param>
    /// <param name="scan">What the kernel says; null when there was no scan yet.</param>
    /// <param name="now">The time.</param>
    /// <returns>The verdict.</returns>
    public static DrainVerdict Assess(IReadOnlyCollection<PoolExtent> revoked, MapperLedger ledger, MapperScan? scan, DateTimeOffset now)
    {
        var clean = ImmutableArray.CreateBuilder<string>();
        var overdue = ImmutableArray.CreateBuilder<PoolExtent>();
        foreach (var extent in revoked)
        {
            if (IsClean(extent, ledger, scan))
                clean.Add(extent.Id);
            else if (extent.Deadline <= now)
                overdue.Add(extent);
        }

        return clean.Count == 0 && overdue.Count == 0
            ? DrainVerdict.None
            : new DrainVerdict(clean.ToImmutable(), overdue.ToImmutable(), Blame(overdue, ledger, scan));
    }

    private static bool IsClean(PoolExtent extent, MapperLedger ledger, MapperScan? scan) =>
        !ledger.HoldersOf(extent.Id).Any()
        && scan is { IsComplete: true }
        && scan.Targets.Contains(extent.Id)
        && scan.LedgerVersion >= ledger.ChangedAt(extent.Id)
        && !scan.Sightings.Any(sighting => sighting.Id == extent.Id);

    private static ImmutableArray<StuckMapper> Blame(IEnumerable<PoolExtent> overdue, MapperLedger ledger, MapperScan? scan)
    {
        var keepers = new Dictionary<(string? PodUid, int? ProcessId), (string? Command, long Bytes)>();
        foreach (var extent in overdue)
        {
            var seen = (scan?.Sightings ?? []).Where(sighting => sighting.Id == extent.Id).ToList();
            foreach (var sighting in seen)
                Add((sighting.PodUid, sighting.ProcessId), sighting.Command, extent.Bytes);

            // A pod that owes the acknowledgement but shows no process has the descriptor still unread in its socket.
            foreach (var uid in ledger.HoldersOf(extent.Id).Select(static session => session.Identity.Uid).Distinct(StringComparer.Ordinal).Where(uid => seen.TrueForAll(s => s.PodUid != uid)))
                Add((uid, null), null, extent.Bytes);
        }

        return
        [
            .. keepers.Select(static keeper => new StuckMapper(keeper.Key.PodUid, keeper.Key.ProcessId, keeper.Value.Command, keeper.Value.Bytes))
                .OrderBy(static stuck => stuck.PodUid, StringComparer.Ordinal).ThenBy(static stuck => stuck.ProcessId),
        ];

        void Add((string? PodUid, int? ProcessId) key, string? command, long bytes) =>
            keepers[key] = (command, keepers.GetValueOrDefault(key).Bytes + bytes);
    }
}
