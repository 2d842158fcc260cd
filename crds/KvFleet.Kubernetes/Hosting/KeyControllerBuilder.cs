using KvFleet.Kubernetes.Controllers;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>What a key controller watches and how it runs.</summary>
public sealed class KeyControllerBuilder
{
    internal KeyControllerBuilder(IOperatorBuilder builder) => Sources = new ControllerSources(builder);

    /// <summary>How it runs.</summary>
    public ControllerOptions Options { get; } = new();

    internal ControllerSources Sources { get; }

    /// <summary>Runs for the keys that a changed object concerns.</summary>
    /// <typeparam name="TOther">The kind to watch.</typeparam>
    /// <param name="map">The keys; called for the state before and after.</param>
    /// <param name="changed">Whether an update, from the first to the second state, matters; null for every one.</param>
    public KeyControllerBuilder Watches<TOther>(Func<TOther, IEnumerable<ObjectKey>> map, Func<TOther, TOther, bool>? changed = null)
        where TOther : class, IKubernetesObject<V1ObjectMeta>
    {
        Sources.Add(_ => map, changed);
        return this;
    }

    /// <summary>Like <see cref="Watches{TOther}(Func{TOther, IEnumerable{ObjectKey}}, Func{TOther, TOther, bool})"/>, for a mapping that needs services, for example another kind's store.</summary>
    /// <typeparam name="TOther">The kind to watch.</typeparam>
    /// <param name="createMap">Makes the mapping.</param>
    /// <param name="changed">Whether an update matters; null for every one.</param>
    public KeyControllerBuilder Watches<TOther>(
        Func<IServiceProvider, Func<TOther, IEnumerable<ObjectKey>>> createMap, Func<TOther, TOther, bool>? changed = null)
        where TOther : class, IKubernetesObject<V1ObjectMeta>
    {
        Sources.Add(createMap, changed);
        return this;
    }
}
