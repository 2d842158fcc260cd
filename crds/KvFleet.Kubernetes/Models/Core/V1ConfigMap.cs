namespace KvFleet.Kubernetes.Models;

/// <summary>A configuration map.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "ConfigMap", PluralName = "configmaps")]
public sealed class V1ConfigMap : KubernetesObject
{
    /// <summary>Values as text.</summary>
    public IDictionary<string, string>? Data { get; set; }

    /// <summary>Values that are not text; base64 on the wire.</summary>
    public IDictionary<string, byte[]>? BinaryData { get; set; }

    /// <summary>True: the values cannot change.</summary>
    public bool? Immutable { get; set; }
}
