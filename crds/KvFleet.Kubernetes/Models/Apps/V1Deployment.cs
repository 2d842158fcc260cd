namespace KvFleet.Kubernetes.Models;

/// <summary>Interchangeable pods.</summary>
[KubernetesEntity(Group = "apps", ApiVersion = "v1", Kind = "Deployment", PluralName = "deployments")]
[PartialModel]
public sealed class V1Deployment : KubernetesObject, ISpec<V1DeploymentSpec?>, IStatus<V1DeploymentStatus?>
{
    /// <summary>What is wished for.</summary>
    public V1DeploymentSpec? Spec { get; set; }

    /// <summary>What was observed last.</summary>
    public V1DeploymentStatus? Status { get; set; }
}
