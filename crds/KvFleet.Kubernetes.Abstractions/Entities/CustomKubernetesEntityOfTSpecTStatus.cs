namespace KvFleet.Kubernetes;

/// <summary>A custom resource with a spec and a status subresource.</summary>
/// <typeparam name="TSpec">The spec type.</typeparam>
/// <typeparam name="TStatus">The status type.</typeparam>
public abstract class CustomKubernetesEntity<TSpec, TStatus> : CustomKubernetesEntity<TSpec>, IStatus<TStatus>
    where TSpec : new()
    where TStatus : new()
{
    /// <summary>What was observed last.</summary>
    public TStatus Status { get; set; } = new();
}
