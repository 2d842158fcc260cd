using System.Diagnostics.CodeAnalysis;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Finalizers;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.LeaderElection;
using KvFleet.Kubernetes.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KvFleet.Kubernetes.Hosting;

/// <inheritdoc/>
internal sealed class OperatorBuilder(IServiceCollection services, OperatorSettings settings) : IOperatorBuilder
{
    public IServiceCollection Services => services;

    public IOperatorBuilder AddController<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation, TEntity>(
        Action<EntityControllerBuilder<TEntity>>? configure = null)
        where TImplementation : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var builder = new EntityControllerBuilder<TEntity>(this);
        configure?.Invoke(builder);
        // One for each controller: two controllers of a kind must both hear of a deletion.
        var tombstones = new Tombstones<TEntity>();
        builder.Sources.Add(static _ => static entity => [ObjectKey.Of(entity)], builder.Changed, tombstones.Add);
        services.TryAddSingleton<TImplementation>();
        Register<TImplementation>(builder.Options, builder.Sources, provider => new EntityReconciler<TEntity>(
            provider.GetRequiredService<IInformer<TEntity>>().Store,
            provider.GetRequiredService<TImplementation>(),
            new FinalizerSet<TEntity>(
                [.. provider.GetServices<FinalizerRegistration<TEntity>>()],
                provider.GetRequiredService<FinalizerPatcher>(),
                settings.AutoAttachFinalizers,
                settings.AutoDetachFinalizers),
            tombstones).ReconcileAsync);
        return this;
    }

    public IOperatorBuilder AddKeyController<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>(
        string name, Action<KeyControllerBuilder> configure)
        where TImplementation : class, IKeyController
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new KeyControllerBuilder(this);
        builder.Options.Name = name;
        configure(builder);
        services.TryAddSingleton<TImplementation>();
        Register<TImplementation>(
            builder.Options, builder.Sources, static provider => provider.GetRequiredService<TImplementation>().ReconcileAsync);
        return this;
    }

    public IOperatorBuilder AddFinalizer<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation, TEntity>(string id)
        where TImplementation : class, IEntityFinalizer<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        if (!id.Contains('/', StringComparison.Ordinal))
            throw new ArgumentException($"Finalizer '{id}' is not qualified; the server refuses it. Use a domain and a name, for example example.com/{id}.", nameof(id));

        services.TryAddSingleton<TImplementation>();
        services.AddSingleton(provider => new FinalizerRegistration<TEntity>(id, provider.GetRequiredService<TImplementation>()));
        services.AddSingleton<EntityFinalizerAttacher<TImplementation, TEntity>>(provider =>
        {
            var patcher = provider.GetRequiredService<FinalizerPatcher>();
            return async (entity, cancellationToken) => await patcher.AttachAsync(entity, [id], cancellationToken) ?? throw Gone(entity);
        });
        return this;
    }

    public IOperatorBuilder AddInformer<TEntity>(InformerOptions<TEntity>? options = null)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        if (options is not null)
            services.Replace(ServiceDescriptor.Singleton(options));
        if (services.Any(static d => d.ServiceType == typeof(IInformer<TEntity>)))
            return this;

        services.TryAddSingleton(new InformerOptions<TEntity> { Namespace = DefaultNamespace<TEntity>() });
        services.AddSingleton(static provider =>
            provider.GetRequiredService<IInformerFactory>().Create(provider.GetRequiredService<InformerOptions<TEntity>>()));
        services.AddSingleton<ICache>(static provider => new InformerCache<TEntity>(provider.GetRequiredService<IInformer<TEntity>>()));
        return this;
    }

    public IOperatorBuilder AddLeaderService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>()
        where TImplementation : class, ILeaderService
    {
        services.TryAddSingleton<TImplementation>();
        services.AddSingleton<ILeaderService>(static provider => provider.GetRequiredService<TImplementation>());
        return this;
    }

    private static KubernetesApiException Gone<TEntity>(TEntity entity)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> =>
        new(new V1Status { Code = 404, Reason = StatusReasons.NotFound, Message = $"{entity.Kind} {ObjectKey.Of(entity)} is gone, no finalizer can be attached" });

    private string? DefaultNamespace<TEntity>() =>
        EntityMetadata.Of<TEntity>().Scope == EntityScope.Cluster ? null : settings.Namespace;

    private void Register<TImplementation>(
        ControllerOptions options,
        ControllerSources sources,
        Func<IServiceProvider, Func<ObjectKey, CancellationToken, Task<ReconciliationResult>>> createReconcile)
    {
        services.AddSingleton(new ControllerRegistration(typeof(TImplementation), options, sources, createReconcile));
        services.TryAddSingleton<IReconcileTrigger<TImplementation>>(static provider => new ReconcileTrigger<TImplementation>(
            new Lazy<ControllerHost>(() => provider.GetRequiredService<ControllerSet>().For(typeof(TImplementation)))));
    }
}
