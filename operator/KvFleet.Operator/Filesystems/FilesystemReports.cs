using KvFleet.Api.Reports;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Filesystems;

/// <summary>What agents say of one filesystem now. Pure.</summary>
internal static class FilesystemReports
{
    /// <summary>The nodes that shall mount it, each with its agent's word; null where it does not answer or has not said anything yet.</summary>
    /// <param name="name">The filesystem.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="fleet">The fleet.</param>
    /// <param name="reports">What agents say.</param>
    public static IReadOnlyList<(string Node, FilesystemReport? Report)> Of(string name, IEnumerable<string> nodes, FleetPicture fleet, ReportStore reports) =>
    [
        .. nodes.Select(node => (node, fleet.Nodes.GetValueOrDefault(node)?.Agent.Refresh(reports, node) is { Answers: true } agent
            ? agent.State!.Report!.Filesystems.FirstOrDefault(filesystem => filesystem.Name == name)
            : null)),
    ];

    /// <summary>Usage of a pool over the whole fleet: every node knows all of it, as of its last look; the largest figure counts.</summary>
    /// <param name="uid">The pool.</param>
    /// <param name="reports">What agents say.</param>
    /// <returns>Null while nobody has counted all of it.</returns>
    public static (long Bytes, long Files)? Usage(string uid, IReadOnlyList<(string Node, FilesystemReport? Report)> reports)
    {
        var known = reports.Select(entry => entry.Report?.Pools.FirstOrDefault(pool => pool.Uid == uid)).Where(static pool => pool?.UsedBytes is not null).MaxBy(static pool => pool!.UsedBytes);
        return known is null ? null : (known.UsedBytes!.Value, known.Files ?? 0);
    }
}
