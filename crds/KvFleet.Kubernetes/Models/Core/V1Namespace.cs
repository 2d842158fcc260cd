namespace KvFleet.Kubernetes.Models;

/// <summary>A namespace.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Namespace", PluralName = "namespaces")]
[EntityScope(EntityScope.Cluster)]
[PartialModel]
public sealed class V1Namespace : KubernetesObject, IStatus<V1NamespaceStatus?>
{
    /// <summary>What was observed last.</summary>
    public V1NamespaceStatus? Status { get; set; }
}
