using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.Informers;
using KvFleet.Model.Accelerators;
using KvFleet.Operator.Fleet;
using KvFleet.Operator.Status;
using KvFleet.Operator.Telemetry;

namespace KvFleet.Operator.Controllers;

/// <summary>Says in every KVCacheNode's status what its agent measured: phases at once, figures at most once a minute. The key is the node's name.</summary>
[GenericRbac(Groups = ["kvfleet.io"], Resources = ["kvcachenodes/status"], Verbs = RbacVerb.Patch)]
internal sealed class NodeStatusController(
    IKubernetesClient client,
    IInformer<V1Alpha1KVCacheNode> nodes,
    FleetPictureSource pictures,
    ReportStore reports,
    WritePacer pacer,
    StatusMemory<KVCacheNodeStatus> memory,
    IEventRecorder events,
    AcceleratorCatalog catalog,
    TimeProvider time) : IKeyController
{
    /// <summary>The field manager of nodes' status.</summary>
    public const string FieldManager = "kvfleet-node-status";

    /// <inheritdoc/>
    public async Task<ReconciliationResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (pictures.Current?.Nodes.GetValueOrDefault(key.Name) is not { } picture || nodes.Store.Get(key.Name) is not { } entity || entity.IsDeleting())
            return ReconciliationResult.Success();

        var before = memory.Newest(entity.Uid(), entity.Status);
        var after = NodeStatusBuilder.Build(picture with { Object = entity, Agent = picture.Agent.Refresh(reports, key.Name) }, before, catalog, time.GetUtcNow());
        if (pacer.Wait(entity.Uid(), StatusChange.Of(before, after)) is not { } wait)
            return ReconciliationResult.Success();
        if (wait > TimeSpan.Zero)
            return ReconciliationResult.Success(wait);

        await client.ApplyStatusAsync(new V1Alpha1KVCacheNode { Metadata = new V1ObjectMeta { Name = entity.Name() }, Status = after }, FieldManager, cancellationToken: cancellationToken);
        memory.Written(entity.Uid(), after);
        pacer.Written(entity.Uid());
        if (before?.BootId is { } boot && after.BootId is { } newBoot && boot != newBoot)
            events.Record(entity, EventType.Warning, "NodeRebooted", "The node was rebooted: all cached blocks on it are gone, and its holders populate their memory again.", action: "Observe");
        return ReconciliationResult.Success();
    }
}
