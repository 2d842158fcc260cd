using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Conditions;
using KvFleet.Kubernetes.Controllers;

namespace Websites;

internal sealed class WebsiteController(IKubernetesClient client, IStatusWriter status, TimeProvider time) : IEntityController<Website>
{
    // Each controller applies under a name of its own, and never under another one.
    private const string FieldManager = "website-operator";

    public async Task<ReconciliationResult<Website>> ReconcileAsync(Website entity, CancellationToken cancellationToken)
    {
        var deployment = await client.ApplyAsync(WebsiteDeployment.For(entity), FieldManager, cancellationToken: cancellationToken);
        var ready = deployment.Status?.ReadyReplicas ?? 0;
        var complete = ready >= entity.Spec.Replicas;
        await status.UpdateAsync(
            entity,
            website =>
            {
                website.Status.ReadyReplicas = ready;
                (website.Status.Conditions ??= []).Set(
                    "Ready",
                    complete ? ConditionStatus.True : ConditionStatus.False,
                    complete ? "Complete" : "Starting",
                    $"{ready} of {entity.Spec.Replicas} replicas are ready",
                    entity.Metadata.Generation,
                    time.GetUtcNow());
            },
            cancellationToken);
        return ReconciliationResult<Website>.Success(entity);
    }

    public Task<ReconciliationResult<Website>> DeletedAsync(Website entity, CancellationToken cancellationToken) =>
        Task.FromResult(ReconciliationResult<Website>.Success(entity));
}
