namespace KvFleet.Kubernetes;

/// <summary>Base of a custom resource type. Derive, and put <see cref="KubernetesEntityAttribute"/> on the class.</summary>
public abstract class CustomKubernetesEntity : KubernetesObject;
