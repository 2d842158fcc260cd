using KvFleet.Kubernetes;

namespace KvFleet.Api.Nodes;

/// <summary>
/// What pools have on one node, and what the node's agent measured. Named after its Node and owned by it. Both spec and status are written by the operator alone: read it to
/// learn why a node has what it has, but change pools, not this.
/// </summary>
[KubernetesEntity(Group = ApiGroup.Name, ApiVersion = ApiGroup.Version, Kind = "KVCacheNode", PluralName = "kvcachenodes")]
[KubernetesEntityShortNames("kvn")]
[EntityScope(EntityScope.Cluster)]
[GenericAdditionalPrinterColumn(".status.acceleratorClass.name", "Class", "string")]
[GenericAdditionalPrinterColumn(".status.budget.budget", "Budget", "string")]
[GenericAdditionalPrinterColumn(".status.budget.assigned", "Assigned", "string")]
[GenericAdditionalPrinterColumn(".status.resident", "Resident", "string")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"AgentReady\")].status", "Agent", "string")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"AgentReady\")].reason", "Reason", "string")]
[GenericAdditionalPrinterColumn(".metadata.creationTimestamp", "Age", "date")]
public sealed class V1Alpha1KVCacheNode : CustomKubernetesEntity<KVCacheNodeSpec, KVCacheNodeStatus>;
