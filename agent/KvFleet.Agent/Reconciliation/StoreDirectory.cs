using System.Collections.Concurrent;
using KvFleet.Store;

namespace KvFleet.Agent.Reconciliation;

/// <summary>The stores that there are now, for whoever is not on the loop.</summary>
internal sealed class StoreDirectory
{
    private readonly ConcurrentDictionary<(string Namespace, string Pool), PoolStore> _stores = new();

    /// <summary>Finds the store of a pool; null while it has none.</summary>
    public PoolStore? Find(string @namespace, string pool) => _stores.GetValueOrDefault((@namespace, pool));

    /// <summary>Adds a store. One of a pool of the same name that is on its way out is not found any more.</summary>
    public void Add(PoolKey pool, PoolStore store) => _stores[(pool.Namespace, pool.Name)] = store;

    /// <summary>Removes a store, unless a newer one has its place.</summary>
    public void Remove(PoolKey pool, PoolStore store) => _stores.TryRemove(new KeyValuePair<(string Namespace, string Pool), PoolStore>((pool.Namespace, pool.Name), store));
}
