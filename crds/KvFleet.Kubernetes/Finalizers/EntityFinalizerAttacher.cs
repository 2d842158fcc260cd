namespace KvFleet.Kubernetes.Finalizers;

/// <summary>
/// Makes sure that the finalizer <typeparamref name="TImplementation"/> is on an object, and returns the object as stored. Only needed where
/// <c>OperatorSettings.AutoAttachFinalizers</c> is off. Call it before the side effect that the finalizer cleans up.
/// </summary>
/// <typeparam name="TImplementation">The finalizer, as it was registered.</typeparam>
/// <typeparam name="TEntity">The type of the object.</typeparam>
/// <param name="entity">The object; not changed.</param>
/// <param name="cancellationToken">Cancels the call.</param>
public delegate Task<TEntity> EntityFinalizerAttacher<TImplementation, TEntity>(TEntity entity, CancellationToken cancellationToken = default)
    where TImplementation : class, IEntityFinalizer<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>;
