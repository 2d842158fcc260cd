using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Hosting;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Informers;

/// <summary>Makes informers that follow the API server.</summary>
/// <param name="client">The client.</param>
/// <param name="timeProvider">Time.</param>
/// <param name="loggerFactory">Log.</param>
/// <param name="clientOptions">Where JSON metadata is; needed for <paramref name="settings"/>' detection of changes only.</param>
/// <param name="settings">Whether all informers detect changes.</param>
public sealed class InformerFactory(
    IKubernetesClient client, TimeProvider timeProvider, ILoggerFactory loggerFactory, KubernetesClientOptions? clientOptions = null, OperatorSettings? settings = null)
    : IInformerFactory
{
    /// <inheritdoc/>
    public IInformer<TEntity> Create<TEntity>(InformerOptions<TEntity> options)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(options);
        if (settings is { DetectCacheChanges: true } && clientOptions is not null)
            options.DetectChangesWith ??= (JsonTypeInfo<TEntity>)clientOptions.Json.GetTypeInfo(typeof(TEntity));
        return new Informer<TEntity>(client, options, timeProvider, loggerFactory.CreateLogger<Informer<TEntity>>());
    }
}
