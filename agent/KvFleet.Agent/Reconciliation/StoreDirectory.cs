using System.Collections.Concurrent;
using System.Collections.Immutable;
using KvFleet.Agent.Volumes;
using KvFleet.Store;

namespace KvFleet.Agent.Reconciliation;

/// <summary>The stores that there are now, for whoever is not on the loop.</summary>
internal sealed class StoreDirectory
{
    private readonly ConcurrentDictionary<(string Namespace, string Pool), PoolStore> _stores = new();
    private volatile ImmutableDictionary<(string Namespace, string Pool), DesiredSharing> _sharing = ImmutableDictionary<(string Namespace, string Pool), DesiredSharing>.Empty;

    /// <summary>Finds the store of a pool; null while it has none.</summary>
    public PoolStore? Find(string @namespace, string pool) => _stores.GetValueOrDefault((@namespace, pool));

    /// <summary>Finds the store behind a volume; null while there is none, or it is not for the volume's pod.</summary>
    public PoolStore? Find(VolumeIdentity volume) => RightsOf(volume).MayRead ? Find(volume.PoolNamespace, volume.Pool) : null;

    /// <summary>Whether the pod of a volume may change what the pool has.</summary>
    public bool MayStore(VolumeIdentity volume) => RightsOf(volume).MayStore;

    /// <summary>What the pod of a volume may do: nothing, read, or all.</summary>
    public (bool MayRead, bool MayStore) RightsOf(VolumeIdentity volume)
    {
        if (!volume.IsGuest)
            return (true, true);
        var sharing = _sharing.GetValueOrDefault((volume.PoolNamespace, volume.Pool), DesiredSharing.Private);
        var mayRead = sharing.Allows(volume.PodNamespace);
        return (mayRead, mayRead && sharing.MayStore);
    }

    /// <summary>Adds a store. One of a pool of the same name that is on its way out is not found any more.</summary>
    public void Add(PoolKey pool, PoolStore store) => _stores[(pool.Namespace, pool.Name)] = store;

    /// <summary>Removes a store, unless a newer one has its place.</summary>
    public void Remove(PoolKey pool, PoolStore store) => _stores.TryRemove(new KeyValuePair<(string Namespace, string Pool), PoolStore>((pool.Namespace, pool.Name), store));

    /// <summary>With whom pools are shared from now on.</summary>
    public void Share(ImmutableArray<DesiredPool> pools) =>
        _sharing = pools.DistinctBy(static pool => (pool.Key.Namespace, pool.Key.Name)).ToImmutableDictionary(static pool => (pool.Key.Namespace, pool.Key.Name), static pool => pool.Sharing);
}
