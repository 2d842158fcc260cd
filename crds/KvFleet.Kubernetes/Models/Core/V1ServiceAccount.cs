namespace KvFleet.Kubernetes.Models;

/// <summary>An identity for pods.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "ServiceAccount", PluralName = "serviceaccounts")]
[PartialModel]
public sealed class V1ServiceAccount : KubernetesObject
{
    /// <summary>Whether pods get a token mounted.</summary>
    public bool? AutomountServiceAccountToken { get; set; }

    /// <summary>Secrets for pulling images.</summary>
    public IList<V1LocalObjectReference>? ImagePullSecrets { get; set; }
}
