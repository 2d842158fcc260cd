using System.Collections.Concurrent;
using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Informers;

namespace KvFleet.Kubernetes.Tests.Doubles;

/// <summary>Hands out <see cref="MemoryInformer{TEntity}"/>s.</summary>
internal sealed class MemoryInformerFactory : IInformerFactory
{
    private readonly ConcurrentDictionary<Type, object> _informers = new();

    public ConcurrentDictionary<Type, object> Options { get; } = new();

    public MemoryInformer<TEntity> Of<TEntity>()
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        (MemoryInformer<TEntity>)_informers.GetOrAdd(typeof(TEntity), _ => new MemoryInformer<TEntity>());

    public IInformer<TEntity> Create<TEntity>(InformerOptions<TEntity> options)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        Options[typeof(TEntity)] = options;
        return Of<TEntity>();
    }
}
