using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes.Informers;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Operator.Fleet;

/// <summary>The local copies that the operator decides on.</summary>
/// <param name="Nodes">All Nodes.</param>
/// <param name="Pods">All pods, trimmed.</param>
/// <param name="Pools">All pools.</param>
/// <param name="CacheNodes">All KVCacheNodes.</param>
/// <param name="Namespaces">All namespaces, trimmed.</param>
/// <param name="ConfigMaps">The operator's ConfigMap.</param>
public sealed record FleetSources(
    IStore<V1Node> Nodes,
    IStore<V1Pod> Pods,
    IStore<V1Alpha1KVCachePool> Pools,
    IStore<V1Alpha1KVCacheNode> CacheNodes,
    IStore<V1Namespace> Namespaces,
    IStore<V1ConfigMap> ConfigMaps);
