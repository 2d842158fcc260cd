namespace KvFleet.Kubernetes.Models;

/// <summary>Asks as whom the server takes whoever asks (1.28 and newer).</summary>
[KubernetesEntity(Group = "authentication.k8s.io", ApiVersion = "v1", Kind = "SelfSubjectReview", PluralName = "selfsubjectreviews")]
[EntityScope(EntityScope.Cluster)]
[PartialModel]
public sealed class V1SelfSubjectReview : KubernetesObject, IStatus<V1SelfSubjectReviewStatus?>
{
    /// <summary>The answer.</summary>
    public V1SelfSubjectReviewStatus? Status { get; set; }
}
