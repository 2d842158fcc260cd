using KvFleet.Kubernetes.Informers;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>An informer as one of many caches.</summary>
internal sealed class InformerCache<TEntity>(IInformer<TEntity> informer) : ICache
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    public string Name { get; } = EntityMetadata.Of<TEntity>().QualifiedName;

    public bool HasSynced => informer.HasSynced;

    public string? LastError => informer.LastError;

    public Task RunAsync(CancellationToken cancellationToken) => informer.RunAsync(cancellationToken);

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => informer.WaitForSyncAsync(cancellationToken);
}
