using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Hosting;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Informers;

/// <summary>Makes informers that follow the API server.</summary>
/// <param name="client">The client.</param>
/// <param name="timeProvider">Time.</param>
/// <param name="loggerFactory">Log.</param>
public sealed class InformerFactory(IKubernetesClient client, TimeProvider timeProvider, ILoggerFactory loggerFactory) : IInformerFactory
{
    /// <inheritdoc/>
    public IInformer<TEntity> Create<TEntity>(InformerOptions<TEntity> options)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        new Informer<TEntity>(client, options, timeProvider, loggerFactory.CreateLogger<Informer<TEntity>>());
}
