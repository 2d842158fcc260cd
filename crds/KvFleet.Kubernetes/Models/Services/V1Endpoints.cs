namespace KvFleet.Kubernetes.Models;

/// <summary>The addresses behind the Service of the same name. Servers make EndpointSlices of those that have no selector.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Endpoints", PluralName = "endpoints")]
[PartialModel]
public sealed class V1Endpoints : KubernetesObject
{
    /// <summary>Addresses with the ports they have in common.</summary>
    public IList<V1EndpointSubset>? Subsets { get; set; }
}
