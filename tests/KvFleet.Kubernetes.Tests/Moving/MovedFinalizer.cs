using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Metadata;

namespace KvFleet.Kubernetes.Tests.Moving;

/// <summary>A finalizer in the same way: what it leaves behind is a ConfigMap.</summary>
internal sealed class MovedFinalizer(IKubernetesClient client) : IEntityFinalizer<SampleEntity>
{
    public async Task<ReconciliationResult<SampleEntity>> FinalizeAsync(SampleEntity entity, CancellationToken cancellationToken)
    {
        var trace = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = entity.Name() + "-was-here", NamespaceProperty = entity.Namespace() } };
        await client.SaveAsync(trace, cancellationToken);
        return ReconciliationResult<SampleEntity>.Success(entity);
    }
}
