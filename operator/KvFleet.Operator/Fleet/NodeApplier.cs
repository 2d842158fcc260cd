using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Diagnostics;
using KvFleet.Operator.Faults;
using KvFleet.Operator.Placement;
using KvFleet.Operator.Specs;

namespace KvFleet.Operator.Fleet;

/// <summary>Takes the next step on one node: create, tell the agent, remove. It may be cut off anywhere; the next run goes on from what is there.</summary>
/// <param name="client">The API server.</param>
/// <param name="creator">Creates holders.</param>
/// <param name="faults">Refusals and losses.</param>
/// <param name="watch">Must know which deletions are ours.</param>
/// <param name="recent">Own writes.</param>
/// <param name="metrics">Counts.</param>
/// <param name="logger">The log.</param>
internal sealed partial class NodeApplier(
    IKubernetesClient client, HolderCreator creator, FaultBook faults, HolderWatch watch, Recent recent, OperatorMetrics metrics, ILogger<NodeApplier> logger)
{
    /// <summary>The field manager of KVCacheNode specs.</summary>
    public const string FieldManager = "kvfleet-fleet";

    public async Task ApplyAsync(NodePlacement step, FleetPicture picture, CancellationToken cancellationToken)
    {
        var node = picture.Nodes[step.Node];
        var refused = new HashSet<string>(StringComparer.Ordinal);
        foreach (var creation in step.Create)
        {
            if (await creator.CreateAsync(creation, picture.Pools[creation.Pool.Uid].Pool, cancellationToken) is not { } pod)
            {
                refused.Add(creation.Pool.Uid);
                continue;
            }

            LogCreated(pod.Pool, pod.Name, step.Node, pod.Bytes);
            NodeSpecs.Add(step.Spec, pod.PoolUid, new HolderAssignment { Name = pod.Name, Uid = pod.Uid, Bytes = ResourceQuantity.FromBytes(pod.Bytes), State = HolderIntent.Hold });
        }

        if (!NodeSpecs.IsCurrent(node.Object, node.Node, step.Spec))
            recent.Applied(await client.ApplyAsync(KVCacheNodeBuilder.Build(node.Node, step.Spec), FieldManager, cancellationToken: cancellationToken));

        foreach (var removal in step.Remove)
            await RemoveAsync(removal, cancellationToken);
        foreach (var assignment in step.Spec.Assignments ?? [])
        {
            if (!refused.Contains(assignment.Pool.Uid) && step.Delayed.All(delay => delay.Reason != GrowthDelayReason.BackOff || delay.Pool.ToString() != $"{assignment.Pool.Namespace}/{assignment.Pool.Name}"))
                faults.Settle(assignment.Pool.Uid, step.Node);
        }
    }

    /// <summary>Deletes exactly this pod; another one that took its name stays.</summary>
    public async Task RemoveAsync(HolderRemoval removal, CancellationToken cancellationToken)
    {
        var pod = removal.Pod;
        watch.Expect(pod.Uid);
        try
        {
            if (await client.DeleteAsync<V1Pod>(pod.Name, pod.Pool.Namespace, new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = pod.Uid } }, cancellationToken))
                metrics.HolderRemoved(removal.Reason);
            LogRemoved(pod.Pool, pod.Name, pod.Node, removal.Reason);
        }
        catch (KubernetesApiException error) when (error.IsConflict)
        {
            // It is gone and its name was taken anew; the next look shows it.
        }
    }

    [LoggerMessage(1101, LogLevel.Information, "Pool {Pool}: created holder {Holder} of {Bytes} bytes for node {Node}")]
    private partial void LogCreated(Planning.PoolKey pool, string holder, string node, long bytes);

    [LoggerMessage(1102, LogLevel.Information, "Pool {Pool}: removed holder {Holder} on node {Node}: {Reason}")]
    private partial void LogRemoved(Planning.PoolKey pool, string holder, string node, RemovalReason reason);
}
