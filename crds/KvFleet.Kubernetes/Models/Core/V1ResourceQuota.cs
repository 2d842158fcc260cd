namespace KvFleet.Kubernetes.Models;

/// <summary>Bounds on what a namespace may use.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "ResourceQuota", PluralName = "resourcequotas")]
[PartialModel]
public sealed class V1ResourceQuota : KubernetesObject, ISpec<V1ResourceQuotaSpec?>, IStatus<V1ResourceQuotaStatus?>
{
    /// <summary>What is wished for.</summary>
    public V1ResourceQuotaSpec? Spec { get; set; }

    /// <summary>What was observed last.</summary>
    public V1ResourceQuotaStatus? Status { get; set; }
}
