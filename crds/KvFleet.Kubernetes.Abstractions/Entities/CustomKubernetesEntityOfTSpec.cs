namespace KvFleet.Kubernetes;

/// <summary>A custom resource with a spec.</summary>
/// <typeparam name="TSpec">The spec type.</typeparam>
public abstract class CustomKubernetesEntity<TSpec> : CustomKubernetesEntity, ISpec<TSpec>
    where TSpec : new()
{
    /// <summary>What the user wishes for.</summary>
    public TSpec Spec { get; set; } = new();
}
