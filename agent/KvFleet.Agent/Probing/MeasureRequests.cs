using KvFleet.Api;
using KvFleet.Api.Nodes;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Informers;

namespace KvFleet.Agent.Probing;

/// <summary>Hears when an admin asks for a measurement by a new value of the KVCacheNode's annotation.</summary>
internal sealed class MeasureRequests(Action request) : IInformerHandler<V1Alpha1KVCacheNode>
{
    /// <inheritdoc/>
    public void OnAdded(V1Alpha1KVCacheNode entity, bool isInitial)
    {
        // Everything is measured at start anyway.
    }

    /// <inheritdoc/>
    public void OnUpdated(V1Alpha1KVCacheNode oldEntity, V1Alpha1KVCacheNode newEntity)
    {
        if (newEntity.GetAnnotation(WellKnownAnnotations.Measure) is { } wanted && wanted != oldEntity.GetAnnotation(WellKnownAnnotations.Measure))
            request();
    }

    /// <inheritdoc/>
    public void OnDeleted(V1Alpha1KVCacheNode entity)
    {
        // Nothing to measure for.
    }
}
