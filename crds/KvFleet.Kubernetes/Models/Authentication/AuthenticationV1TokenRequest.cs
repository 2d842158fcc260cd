namespace KvFleet.Kubernetes.Models;

/// <summary>Asks for a token of a service account.</summary>
[KubernetesEntity(Group = "authentication.k8s.io", ApiVersion = "v1", Kind = "TokenRequest", PluralName = "tokenrequests")]
[PartialModel]
public sealed class AuthenticationV1TokenRequest : KubernetesObject, ISpec<V1TokenRequestSpec?>, IStatus<V1TokenRequestStatus?>
{
    /// <summary>What is wished for.</summary>
    public V1TokenRequestSpec? Spec { get; set; }

    /// <summary>What was observed last.</summary>
    public V1TokenRequestStatus? Status { get; set; }
}
