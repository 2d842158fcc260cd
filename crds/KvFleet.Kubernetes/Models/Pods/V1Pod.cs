namespace KvFleet.Kubernetes.Models;

/// <summary>A pod.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Pod", PluralName = "pods")]
[PartialModel]
public sealed class V1Pod : KubernetesObject, ISpec<V1PodSpec?>, IStatus<V1PodStatus?>
{
    /// <summary>What is wished for.</summary>
    public V1PodSpec? Spec { get; set; }

    /// <summary>What was observed last.</summary>
    public V1PodStatus? Status { get; set; }
}
