namespace KvFleet.Kubernetes.Models;

/// <summary>A field of the pod as a file.</summary>
public sealed class V1DownwardAPIVolumeFile
{
    /// <summary>File name.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>A field of the pod.</summary>
    public V1ObjectFieldSelector? FieldRef { get; set; }

    /// <summary>A request or limit of a container.</summary>
    public V1ResourceFieldSelector? ResourceFieldRef { get; set; }
}
