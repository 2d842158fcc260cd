namespace KvFleet.Kubernetes;

/// <summary>Base of a custom resource type. Derive, and put <see cref="KubernetesEntityAttribute"/> on the class.</summary>
public abstract class CustomKubernetesEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Group and version; filled in from <see cref="KubernetesEntityAttribute"/> when the class has one.</summary>
    public string ApiVersion { get; set; }

    /// <summary>Kind; filled in from <see cref="KubernetesEntityAttribute"/> when the class has one.</summary>
    public string Kind { get; set; }

    /// <summary>The object's metadata.</summary>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>Makes an object that already knows its type.</summary>
    protected CustomKubernetesEntity()
    {
        var metadata = EntityMetadata.Find(GetType());
        ApiVersion = metadata?.ApiVersion ?? string.Empty;
        Kind = metadata?.Kind ?? string.Empty;
    }
}
