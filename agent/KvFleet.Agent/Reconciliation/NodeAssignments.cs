using KvFleet.Agent.Disks;
using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Informers;

namespace KvFleet.Agent.Reconciliation;

/// <summary>
/// Follows the one KVCacheNode of this node. While the API server is away the last known assignments stay in force; before they were ever known nothing
/// is drained or refused for good.
/// </summary>
[EntityRbac(typeof(V1Alpha1KVCacheNode), Verbs = RbacVerb.Get | RbacVerb.List | RbacVerb.Watch)]
internal sealed partial class NodeAssignments(IInformer<V1Alpha1KVCacheNode> informer, AgentLoop loop, NodeUnit node, DiskPlaces places, ILogger<NodeAssignments> logger)
    : IInformerHandler<V1Alpha1KVCacheNode>
{
    /// <summary>Why the assignments are not known, or not followed; null while they are.</summary>
    public string? Problem => (informer.HasSynced, informer.LastError) switch
    {
        (true, _) => null,
        (false, { } error) => $"the assignments of this node are not known: {error}. Check that the CRD kvcachenodes.kvfleet.io is installed and that the agent's service account may get, list and watch it",
        _ => "the assignments of this node have not arrived yet",
    };

    /// <summary>Follows until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var handler = informer.AddHandler(this);
        var following = informer.RunAsync(cancellationToken);
        try
        {
            await informer.WaitForSyncAsync(cancellationToken);
            // Nobody tells of an object that is not there.
            if (informer.Store.Count == 0)
                Post(null);
        }
        catch (OperationCanceledException)
        {
            // Stopped before anything was known.
        }

        await following;
    }

    /// <inheritdoc/>
    public void OnAdded(V1Alpha1KVCacheNode entity, bool isInitial) => Post(entity);

    /// <inheritdoc/>
    public void OnUpdated(V1Alpha1KVCacheNode oldEntity, V1Alpha1KVCacheNode newEntity)
    {
        // The operator writes the status of the same object every minute.
        if (oldEntity.Metadata.Generation != newEntity.Metadata.Generation || oldEntity.Metadata.Uid != newEntity.Metadata.Uid)
            Post(newEntity);
    }

    /// <inheritdoc/>
    public void OnDeleted(V1Alpha1KVCacheNode entity) => Post(null);

    private void Post(V1Alpha1KVCacheNode? entity)
    {
        var desired = AssignmentReader.Read(entity, places, out var problems);
        foreach (var problem in problems)
            LogProblem(problem);
        loop.Post(() =>
        {
            node.Want(desired);
            node.Shared.Want(entity);
        });
    }

    [LoggerMessage(1401, LogLevel.Error, "The assignments of this node are faulty, and that part is left out: {Problem}")]
    private partial void LogProblem(string problem);
}
