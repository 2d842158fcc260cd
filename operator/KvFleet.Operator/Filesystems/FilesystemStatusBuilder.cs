using KvFleet.Api.Conditions;
using KvFleet.Api.Filesystems;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Conditions;
using KvFleet.Operator.Status;

namespace KvFleet.Operator.Filesystems;

/// <summary>Makes a shared filesystem's status out of what agents say. Pure.</summary>
internal static class FilesystemStatusBuilder
{
    private const int MostProblems = 32;

    /// <summary>The status.</summary>
    /// <param name="filesystem">The filesystem.</param>
    /// <param name="plan">Who shall use it.</param>
    /// <param name="nodes">Its nodes, each with its agent's word.</param>
    /// <param name="now">The present.</param>
    public static KVCacheFilesystemStatus Build(FilesystemPicture filesystem, FilesystemPlan plan, IReadOnlyList<(string Node, FilesystemReport? Report)> nodes, DateTimeOffset now)
    {
        var generation = filesystem.Object.Metadata.Generation;
        var conditions = new List<V1Condition>(filesystem.Object.Status?.Conditions ?? []);
        var ready = Ready(filesystem, nodes);
        conditions.Set("Ready", ready.Status, ready.Reason, ready.Message, generation, now);
        var sized = nodes.Select(static node => node.Report).FirstOrDefault(static report => report is { Ready: true, TotalBytes: > 0 });
        var problems = nodes.Where(static node => node.Report is not { Ready: true, Reason: FilesystemReasons.Ready }).Take(MostProblems).Select(static node => new FilesystemNodeProblem
        {
            Name = node.Node,
            Reason = node.Report?.Reason ?? FilesystemReasons.Pending,
            Message = node.Report is { } report ? report.Message : "The node's agent does not answer, or has not been told yet.",
        }).ToList();
        return new KVCacheFilesystemStatus
        {
            ObservedGeneration = generation,
            Conditions = conditions,
            Source = Source(filesystem.Object.Spec),
            Nodes = new FilesystemNodesStatus { Wanted = nodes.Count, Ready = nodes.Count(static node => node.Report is { Ready: true }) },
            Problems = problems.Count == 0 ? null : problems,
            Capacity = sized is null ? null : ResourceQuantity.FromBytes(sized.TotalBytes),
            Available = sized is null ? null : ResourceQuantity.FromBytes(sized.AvailableBytes),
            Pools = Pools(filesystem.Object.Name(), plan, nodes),
        };
    }

    private static Finding Ready(FilesystemPicture filesystem, IReadOnlyList<(string Node, FilesystemReport? Report)> nodes)
    {
        if (filesystem.Resolution.Filesystem is null)
            return Finding.False(ConditionReasons.InvalidSpec, filesystem.Resolution.Message);
        if (nodes.Count == 0)
            return Finding.False(ConditionReasons.NotUsed, "No pool uses it on any node; a KVCachePool names it in spec.sharedFilesystem.className.");
        return Problem(nodes) ?? Waiting(nodes) ?? Finding.True(ConditionReasons.AsExpected, $"Mounted on {Names.Count(nodes.Count, "node")}.");
    }

    /// <summary>A node where it does not work; null when there is none.</summary>
    public static Finding? Problem(IReadOnlyList<(string Node, FilesystemReport? Report)> nodes)
    {
        var failing = nodes.Where(static node => node.Report is { Reason: FilesystemReasons.MountFailed or FilesystemReasons.NotResponding or FilesystemReasons.ProbeFailed or FilesystemReasons.SweepingRefused }).ToList();
        return failing.Count == 0 ? null : Finding.False(ConditionReasons.MountProblem, $"{Names.Few([.. failing.Select(static node => node.Node)])}: {failing[0].Report!.Reason}: {failing[0].Report!.Message}");
    }

    /// <summary>Nodes that have not mounted it yet; null when there are none.</summary>
    public static Finding? Waiting(IReadOnlyList<(string Node, FilesystemReport? Report)> nodes)
    {
        var waiting = nodes.Where(static node => node.Report is not { Ready: true }).ToList();
        return waiting.Count == 0 ? null : Finding.False(
            ConditionReasons.Mounting, $"Waiting for {Names.Few([.. waiting.Select(static node => node.Node)])}: {waiting[0].Report?.Message ?? "the node's agent has not answered yet."}");
    }

    private static List<FilesystemPoolStatus>? Pools(string name, FilesystemPlan plan, IReadOnlyList<(string Node, FilesystemReport? Report)> nodes)
    {
        var pools = plan.Grants.Values.Where(grant => grant.Filesystem == name).OrderBy(static grant => grant.Pool).Select(grant =>
        {
            var usage = FilesystemReports.Usage(grant.Uid, [.. nodes.Where(node => grant.Nodes.Contains(node.Node, StringComparer.Ordinal))]);
            return new FilesystemPoolStatus
            {
                Namespace = grant.Pool.Namespace,
                Name = grant.Pool.Name,
                Directory = grant.Part!.Directory,
                Quota = grant.Part.Quota,
                Used = usage is { } used ? ResourceQuantity.FromBytes(used.Bytes) : null,
                Files = usage?.Files,
            };
        }).ToList();
        return pools.Count == 0 ? null : pools;
    }

    private static string Source(KVCacheFilesystemSpec spec) => spec switch
    {
        { Pvc: { } claim } => $"pvc {claim.ClaimName}",
        { Nfs: { } nfs } => $"nfs {nfs.Server}:{nfs.Path}",
        { Csi: { } csi } => $"csi {csi.Driver}",
        { Mount: { } mount } => $"{mount.Type} {mount.Source}",
        _ => "none",
    };
}
