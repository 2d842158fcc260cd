using KvFleet.Kubernetes.Informers;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>Makes the informers that the host shares. Replace it to run controllers without an API server.</summary>
public interface IInformerFactory
{
    /// <summary>Makes an informer that does nothing until it is run.</summary>
    /// <typeparam name="TEntity">The kind.</typeparam>
    /// <param name="options">What to follow and keep.</param>
    IInformer<TEntity> Create<TEntity>(InformerOptions<TEntity> options)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>;
}
