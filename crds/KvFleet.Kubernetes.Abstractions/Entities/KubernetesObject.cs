using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes;

/// <summary>Base of resource types: the three fields that every object has, first on the wire.</summary>
public abstract class KubernetesObject : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Makes an object that already knows its type, where the class has <see cref="KubernetesEntityAttribute"/>.</summary>
    protected KubernetesObject()
    {
        var metadata = EntityMetadata.Find(GetType());
        ApiVersion = metadata?.ApiVersion ?? string.Empty;
        Kind = metadata?.Kind ?? string.Empty;
    }

    /// <summary>Group and version.</summary>
    [JsonPropertyOrder(-3)]
    public string ApiVersion { get; set; }

    /// <summary>Kind.</summary>
    [JsonPropertyOrder(-2)]
    public string Kind { get; set; }

    /// <summary>The object's metadata.</summary>
    [JsonPropertyOrder(-1)]
    public V1ObjectMeta Metadata { get; set; } = new();
}
