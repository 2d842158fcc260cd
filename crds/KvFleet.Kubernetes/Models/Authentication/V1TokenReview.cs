namespace KvFleet.Kubernetes.Models;

/// <summary>Asks whose a token is.</summary>
[KubernetesEntity(Group = "authentication.k8s.io", ApiVersion = "v1", Kind = "TokenReview", PluralName = "tokenreviews")]
[EntityScope(EntityScope.Cluster)]
[PartialModel]
public sealed class V1TokenReview : KubernetesObject, ISpec<V1TokenReviewSpec?>, IStatus<V1TokenReviewStatus?>
{
    /// <summary>What is wished for.</summary>
    public V1TokenReviewSpec? Spec { get; set; }

    /// <summary>What was observed last.</summary>
    public V1TokenReviewStatus? Status { get; set; }
}
