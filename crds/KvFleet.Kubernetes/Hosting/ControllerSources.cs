using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Informers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>The watches of one controller, as they were asked for; made when the application runs.</summary>
internal sealed class ControllerSources(IOperatorBuilder builder)
{
    private readonly List<Func<IServiceProvider, IControllerSource>> _sources = [];

    public void Add<TSource>(
        Func<IServiceProvider, Func<TSource, IEnumerable<ObjectKey>>> createMap, Func<TSource, TSource, bool>? changed, Action<TSource>? onGone = null)
        where TSource : class, IKubernetesObject<V1ObjectMeta>
    {
        builder.AddInformer<TSource>();
        _sources.Add(services => new InformerSource<TSource>(
            services.GetRequiredService<IInformer<TSource>>(),
            createMap(services),
            changed,
            onGone,
            services.GetRequiredService<ILogger<InformerSource<TSource>>>()));
    }

    public IReadOnlyList<IControllerSource> Create(IServiceProvider services) => [.. _sources.Select(create => create(services))];
}
