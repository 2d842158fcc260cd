namespace KvFleet.Kubernetes.Models;

/// <summary>A CSI driver that the cluster knows.</summary>
[KubernetesEntity(Group = "storage.k8s.io", ApiVersion = "v1", Kind = "CSIDriver", PluralName = "csidrivers")]
[EntityScope(EntityScope.Cluster)]
[PartialModel]
public sealed class V1CSIDriver : KubernetesObject, ISpec<V1CSIDriverSpec?>
{
    /// <summary>What is wished for.</summary>
    public V1CSIDriverSpec? Spec { get; set; }
}
