namespace KvFleet.Kubernetes.Models;

/// <summary>Where a value comes from.</summary>
public sealed class V1EnvVarSource
{
    /// <summary>A field of the pod.</summary>
    public V1ObjectFieldSelector? FieldRef { get; set; }

    /// <summary>A request or limit of a container.</summary>
    public V1ResourceFieldSelector? ResourceFieldRef { get; set; }

    /// <summary>A key of a secret.</summary>
    public V1KeySelector? SecretKeyRef { get; set; }

    /// <summary>A key of a configuration map.</summary>
    public V1KeySelector? ConfigMapKeyRef { get; set; }
}
