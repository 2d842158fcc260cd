using KvFleet.Kubernetes.Controllers;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>What an entity controller watches besides its kind, and how it runs.</summary>
/// <typeparam name="TEntity">Its kind.</typeparam>
public sealed class EntityControllerBuilder<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    internal EntityControllerBuilder(IOperatorBuilder builder)
    {
        Sources = new ControllerSources(builder);
        Options.Name = EntityMetadata.Of<TEntity>().Kind.ToLowerInvariant();
    }

    /// <summary>How it runs. The name is by default the kind in lower case.</summary>
    public ControllerOptions Options { get; } = new();

    internal ControllerSources Sources { get; }

    internal Func<TEntity, TEntity, bool>? Changed { get; private set; }

    /// <summary>Runs for an update of an object only if it matters, for example <see cref="EntityFilters.IgnoreStatus"/>.</summary>
    /// <param name="changed">Whether an update, from the first to the second state, matters.</param>
    public EntityControllerBuilder<TEntity> Filter(Func<TEntity, TEntity, bool> changed)
    {
        Changed = changed;
        return this;
    }

    /// <summary>Runs for the object that a changed child names as its controlling owner.</summary>
    /// <typeparam name="TChild">The kind of the children.</typeparam>
    /// <param name="changed">Whether an update of a child, from the first to the second state, matters; null for every one.</param>
    public EntityControllerBuilder<TEntity> Owns<TChild>(Func<TChild, TChild, bool>? changed = null)
        where TChild : class, IKubernetesObject<V1ObjectMeta>
    {
        var owner = EntityMetadata.Of<TEntity>();
        Sources.Add<TChild>(_ => child => OwnerMapping.ToController(child, owner), changed);
        return this;
    }

    /// <summary>Runs for the objects that a changed object of another kind concerns.</summary>
    /// <typeparam name="TOther">The kind to watch.</typeparam>
    /// <param name="map">The keys; called for the state before and after.</param>
    /// <param name="changed">Whether an update, from the first to the second state, matters; null for every one.</param>
    public EntityControllerBuilder<TEntity> Watches<TOther>(Func<TOther, IEnumerable<ObjectKey>> map, Func<TOther, TOther, bool>? changed = null)
        where TOther : class, IKubernetesObject<V1ObjectMeta>
    {
        Sources.Add(_ => map, changed);
        return this;
    }

    /// <summary>Like <see cref="Watches{TOther}(Func{TOther, IEnumerable{ObjectKey}}, Func{TOther, TOther, bool})"/>, for a mapping that needs services, for example this kind's store.</summary>
    /// <typeparam name="TOther">The kind to watch.</typeparam>
    /// <param name="createMap">Makes the mapping.</param>
    /// <param name="changed">Whether an update matters; null for every one.</param>
    public EntityControllerBuilder<TEntity> Watches<TOther>(
        Func<IServiceProvider, Func<TOther, IEnumerable<ObjectKey>>> createMap, Func<TOther, TOther, bool>? changed = null)
        where TOther : class, IKubernetesObject<V1ObjectMeta>
    {
        Sources.Add(createMap, changed);
        return this;
    }
}
