namespace KvFleet.Kubernetes.Models;

/// <summary>Defines a kind.</summary>
[KubernetesEntity(Group = "apiextensions.k8s.io", ApiVersion = "v1", Kind = "CustomResourceDefinition", PluralName = "customresourcedefinitions")]
[EntityScope(EntityScope.Cluster)]
[PartialModel]
public sealed class V1CustomResourceDefinition : KubernetesObject, ISpec<V1CustomResourceDefinitionSpec?>, IStatus<V1CustomResourceDefinitionStatus?>
{
    /// <summary>What is wished for.</summary>
    public V1CustomResourceDefinitionSpec? Spec { get; set; }

    /// <summary>What was observed last.</summary>
    public V1CustomResourceDefinitionStatus? Status { get; set; }
}
