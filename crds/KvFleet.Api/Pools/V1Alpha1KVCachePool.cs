using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>
/// One named KV cache for one model, kept in pinned host memory on the nodes of the fleet. Apply one, and KvFleet divides its capacity over the matching nodes,
/// holds the memory in small holder pods next to the pool, and reports here what is really resident.
/// </summary>
[KubernetesEntity(Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = "KVCachePool", PluralName = "kvcachepools")]
[KubernetesEntityShortNames("kvp")]
[EntityScope(EntityScope.Namespaced)]
[GenericAdditionalPrinterColumn(".spec.model.name", "Model", "string")]
[GenericAdditionalPrinterColumn(".status.hostMemory.requested", "Requested", "string")]
[GenericAdditionalPrinterColumn(".status.hostMemory.assigned", "Assigned", "string")]
[GenericAdditionalPrinterColumn(".status.hostMemory.resident", "Resident", "string")]
[GenericAdditionalPrinterColumn(".status.nodes.ready", "Nodes", "integer")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Ready\")].status", "Ready", "string")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Ready\")].reason", "Reason", "string")]
[GenericAdditionalPrinterColumn(".metadata.creationTimestamp", "Age", "date")]
public sealed class V1Alpha1KVCachePool : CustomKubernetesEntity<KVCachePoolSpec, KVCachePoolStatus>;
