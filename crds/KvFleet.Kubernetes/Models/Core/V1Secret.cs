namespace KvFleet.Kubernetes.Models;

/// <summary>A secret.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Secret", PluralName = "secrets")]
public sealed class V1Secret : KubernetesObject
{
    /// <summary>Values; base64 on the wire.</summary>
    public IDictionary<string, byte[]>? Data { get; set; }

    /// <summary>Values as text, for writing only.</summary>
    public IDictionary<string, string>? StringData { get; set; }

    /// <summary>For example <c>kubernetes.io/tls</c>.</summary>
    public string? Type { get; set; }

    /// <summary>True: the values cannot change.</summary>
    public bool? Immutable { get; set; }
}
