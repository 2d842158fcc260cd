namespace KvFleet.Kubernetes.Models;

/// <summary>A lease: who does something, and until when.</summary>
[KubernetesEntity(Group = "coordination.k8s.io", ApiVersion = "v1", Kind = "Lease", PluralName = "leases")]
public sealed class V1Lease : KubernetesObject, ISpec<V1LeaseSpec?>
{
    /// <summary>What is wished for.</summary>
    public V1LeaseSpec? Spec { get; set; }
}
