using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Events;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Moving;

/// <summary>A controller as projects have it that were written for KubeOps 13: but for the namespaces above, it is what compiles there. It holds the table of the README to its word.</summary>
[EntityRbac(typeof(SampleEntity), Verbs = RbacVerb.All)]
[GenericRbac(Groups = ["example.com"], Resources = ["things"], Verbs = RbacVerb.Get | RbacVerb.List)]
internal sealed class MovedController(IKubernetesClient client, EntityFinalizerAttacher<MovedFinalizer, SampleEntity> attacher, EventPublisher publisher) : IEntityController<SampleEntity>
{
    public async Task<ReconciliationResult<SampleEntity>> ReconcileAsync(SampleEntity entity, CancellationToken cancellationToken)
    {
        if (entity.Spec.Size < 0)
            return ReconciliationResult<SampleEntity>.Failure(entity, "the size is negative", requeueAfter: TimeSpan.FromMinutes(5));
        entity = await attacher(entity, cancellationToken);
        var fresh = await client.GetAsync<SampleEntity>(entity.Name(), entity.Namespace(), cancellationToken);
        if (fresh is null || fresh.Status.Observed == fresh.Spec.Size)
            return ReconciliationResult<SampleEntity>.Success(entity);
        fresh.Status.Observed = fresh.Spec.Size;
        fresh = await client.UpdateStatusAsync(fresh, cancellationToken);
        await publisher(fresh, "Observed", $"size {fresh.Spec.Size}", EventType.Normal, cancellationToken);
        var all = await client.ListAsync<SampleEntity>(fresh.Namespace(), labelSelector: "kept=yes", cancellationToken: cancellationToken);
        return ReconciliationResult<SampleEntity>.Success(fresh, all.Count > 0 ? TimeSpan.FromMinutes(10) : null);
    }

    public Task<ReconciliationResult<SampleEntity>> DeletedAsync(SampleEntity entity, CancellationToken cancellationToken) =>
        Task.FromResult(ReconciliationResult<SampleEntity>.Success(entity));
}
