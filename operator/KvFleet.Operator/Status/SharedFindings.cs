using KvFleet.Api.Conditions;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Operator.Filesystems;

namespace KvFleet.Operator.Status;

/// <summary>The condition SharedFilesystemReady of a pool, and what its status says of its shared filesystem. It says nothing about memory.</summary>
internal static class SharedFindings
{
    /// <summary>The finding; null for a pool that asks for none, or while nothing was decided.</summary>
    public static Finding? Of(PoolView view)
    {
        if (view.Pool.Spec.SharedFilesystem is null || view.Deleting || view.Shared is not { } grant)
            return null;
        if (grant.Filesystem is null)
            return Finding.False(grant.Reason!, grant.Message!);
        if (grant.Nodes.Count == 0)
            return Finding.False(ConditionReasons.NoNodeMatches, $"No node with an agent is both the pool's and one of KVCacheFilesystem {grant.Filesystem}.");
        return FilesystemStatusBuilder.Problem(view.SharedNodes) ?? FilesystemStatusBuilder.Waiting(view.SharedNodes)
            ?? Finding.True(ConditionReasons.AsExpected, $"{grant.Part!.Directory} of {grant.Filesystem} on {Names.Count(grant.Nodes.Count, "node")}.");
    }

    /// <summary>The status; null for a pool that asks for none.</summary>
    public static PoolSharedFilesystemStatus? Status(PoolView view)
    {
        if (view.Pool.Spec.SharedFilesystem is null || view.Shared is not { } grant)
            return null;
        var usage = FilesystemReports.Usage(grant.Uid, view.SharedNodes);
        return new PoolSharedFilesystemStatus
        {
            ClassName = grant.ClassName,
            Directory = grant.Part?.Directory,
            Quota = grant.Part?.Quota,
            Used = usage is { } used ? ResourceQuantity.FromBytes(used.Bytes) : null,
            Files = usage?.Files,
            Nodes = grant.Nodes.Count,
            ReadyNodes = view.SharedNodes.Count(static node => node.Report is { Ready: true }),
        };
    }
}
