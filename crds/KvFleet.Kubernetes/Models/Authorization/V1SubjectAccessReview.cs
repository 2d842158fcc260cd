namespace KvFleet.Kubernetes.Models;

/// <summary>Asks whether somebody may do something.</summary>
[KubernetesEntity(Group = "authorization.k8s.io", ApiVersion = "v1", Kind = "SubjectAccessReview", PluralName = "subjectaccessreviews")]
[EntityScope(EntityScope.Cluster)]
[PartialModel]
public sealed class V1SubjectAccessReview : KubernetesObject, ISpec<V1SubjectAccessReviewSpec?>, IStatus<V1SubjectAccessReviewStatus?>
{
    /// <summary>What is wished for.</summary>
    public V1SubjectAccessReviewSpec? Spec { get; set; }

    /// <summary>What was observed last.</summary>
    public V1SubjectAccessReviewStatus? Status { get; set; }
}
