namespace KvFleet.Kubernetes.Models;

/// <summary>Asks whether whoever asks may do something. Everybody may ask.</summary>
[KubernetesEntity(Group = "authorization.k8s.io", ApiVersion = "v1", Kind = "SelfSubjectAccessReview", PluralName = "selfsubjectaccessreviews")]
[EntityScope(EntityScope.Cluster)]
[PartialModel]
public sealed class V1SelfSubjectAccessReview : KubernetesObject, ISpec<V1SelfSubjectAccessReviewSpec?>, IStatus<V1SubjectAccessReviewStatus?>
{
    /// <summary>The question.</summary>
    public V1SelfSubjectAccessReviewSpec? Spec { get; set; }

    /// <summary>The answer.</summary>
    public V1SubjectAccessReviewStatus? Status { get; set; }
}
