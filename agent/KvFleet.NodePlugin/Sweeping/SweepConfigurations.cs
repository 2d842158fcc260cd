using KvFleet.Protocol.NodeChannel;
using KvFleet.Sweeping.Contract;

namespace KvFleet.NodePlugin.Sweeping;

/// <summary>From what the node was ordered to what the sweeping process is told. Pure.</summary>
internal static class SweepConfigurations
{
    /// <summary>The configuration of one filesystem.</summary>
    /// <param name="filesystem">The filesystem.</param>
    /// <param name="pools">Its pools.</param>
    /// <param name="root">Where it is mounted.</param>
    /// <param name="node">Name of this node.</param>
    /// <param name="lostAt">When reads on this node last went unrecorded; null where they are not recorded.</param>
    public static SweepConfiguration Of(WantedFilesystem filesystem, IEnumerable<WantedPool> pools, string root, string node, DateTimeOffset? lostAt) => new()
    {
        Filesystem = filesystem.Name,
        Root = root,
        Member = node,
        MembersDirectory = $"{filesystem.Directory}/.sweep",
        Watermarks = new SweepWatermarks(filesystem.HighPercent, filesystem.LowPercent),
        AccessesRecorded = filesystem.RecordsAccesses,
        AccessesLostAt = lostAt,
        ScanIntervalSeconds = 15,
        Pools =
        [
            .. pools.OrderBy(static pool => pool.Uid, StringComparer.Ordinal).Select(static pool => new SweepPool
            {
                Namespace = pool.Namespace,
                Name = pool.Name,
                Directory = pool.Directory,
                QuotaBytes = pool.QuotaBytes > 0 ? pool.QuotaBytes : null,
                QuotaInodes = pool.Inodes,
                MinAgeSeconds = pool.MinAgeSeconds,
                // A grace longer than the age that protects would protect more than the admin asked for.
                GraceSeconds = Math.Min(30, pool.MinAgeSeconds),
                // What lies beside the model's own directory is of another revision.
                Trees = [new SweepTree { Path = pool.Model }],
            }),
        ],
    };
}
