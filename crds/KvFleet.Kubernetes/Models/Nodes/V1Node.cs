namespace KvFleet.Kubernetes.Models;

/// <summary>A machine.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Node", PluralName = "nodes")]
[EntityScope(EntityScope.Cluster)]
[PartialModel]
public sealed class V1Node : KubernetesObject, ISpec<V1NodeSpec?>, IStatus<V1NodeStatus?>
{
    /// <summary>What is wished for.</summary>
    public V1NodeSpec? Spec { get; set; }

    /// <summary>What was observed last.</summary>
    public V1NodeStatus? Status { get; set; }
}
