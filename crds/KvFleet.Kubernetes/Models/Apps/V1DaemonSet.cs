namespace KvFleet.Kubernetes.Models;

/// <summary>One pod on each node.</summary>
[KubernetesEntity(Group = "apps", ApiVersion = "v1", Kind = "DaemonSet", PluralName = "daemonsets")]
[PartialModel]
public sealed class V1DaemonSet : KubernetesObject, ISpec<V1DaemonSetSpec?>, IStatus<V1DaemonSetStatus?>
{
    /// <summary>What is wished for.</summary>
    public V1DaemonSetSpec? Spec { get; set; }

    /// <summary>What was observed last.</summary>
    public V1DaemonSetStatus? Status { get; set; }
}
