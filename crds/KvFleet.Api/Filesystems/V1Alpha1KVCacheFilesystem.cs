using KvFleet.Kubernetes;

namespace KvFleet.Api.Filesystems;

/// <summary>
/// A shared filesystem that pools may keep values on. Written by admins: it is the only place that names a mount. KvFleet mounts it on the nodes of the pools that use it, hands each pool a directory of its own, and reports here
/// where that works and what each pool uses.
/// </summary>
[KubernetesEntity(Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = "KVCacheFilesystem", PluralName = "kvcachefilesystems")]
[KubernetesEntityShortNames("kvf")]
[EntityScope(EntityScope.Cluster)]
[GenericAdditionalPrinterColumn(".status.source", "Source", "string")]
[GenericAdditionalPrinterColumn(".status.nodes.wanted", "Nodes", "integer")]
[GenericAdditionalPrinterColumn(".status.nodes.ready", "Mounted", "integer")]
[GenericAdditionalPrinterColumn(".status.capacity", "Capacity", "string")]
[GenericAdditionalPrinterColumn(".status.available", "Available", "string")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Ready\")].status", "Ready", "string")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Ready\")].reason", "Reason", "string")]
[GenericAdditionalPrinterColumn(".metadata.creationTimestamp", "Age", "date")]
public sealed class V1Alpha1KVCacheFilesystem : CustomKubernetesEntity<KVCacheFilesystemSpec, KVCacheFilesystemStatus>;
