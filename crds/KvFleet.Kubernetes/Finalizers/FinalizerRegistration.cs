namespace KvFleet.Kubernetes.Finalizers;

/// <summary>A finalizer and the name that it leaves in objects.</summary>
internal sealed record FinalizerRegistration<TEntity>(string Id, IEntityFinalizer<TEntity> Finalizer)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>;
