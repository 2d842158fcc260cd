namespace KvFleet.Kubernetes.Models;

/// <summary>A name under which clients find a set of addresses.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Service", PluralName = "services")]
[PartialModel]
public sealed class V1Service : KubernetesObject, ISpec<V1ServiceSpec?>
{
    /// <summary>What is wished for.</summary>
    public V1ServiceSpec? Spec { get; set; }
}
