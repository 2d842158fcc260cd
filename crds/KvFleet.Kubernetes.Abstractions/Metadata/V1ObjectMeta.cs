using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes;

/// <summary>Metadata of a single object. <c>managedFields</c> is left out on purpose: nothing here reads it and it is often larger than the object.</summary>
public sealed class V1ObjectMeta
{
    /// <summary>Name, unique in the namespace (or in the cluster for cluster-scoped kinds).</summary>
    public string? Name { get; set; }

    /// <summary>Prefix from which the server makes a unique name when <see cref="Name"/> is absent.</summary>
    public string? GenerateName { get; set; }

    /// <summary>The namespace; null for cluster-scoped objects.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; set; }

    /// <summary>Identity of this incarnation: a deleted and recreated object gets another one.</summary>
    public string? Uid { get; set; }

    /// <summary>Opaque version for optimistic concurrency. Compare for equality only.</summary>
    public string? ResourceVersion { get; set; }

    /// <summary>Counter that the server bumps when the spec changes (not for metadata or status).</summary>
    public long? Generation { get; set; }

    /// <summary>When the server created the object.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? CreationTimestamp { get; set; }

    /// <summary>Set when deletion was asked for; the object goes once its finalizers are gone.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? DeletionTimestamp { get; set; }

    /// <summary>Seconds of grace that the deletion was given.</summary>
    public long? DeletionGracePeriodSeconds { get; set; }

    /// <summary>Labels: queryable keys and values.</summary>
    public IDictionary<string, string>? Labels { get; set; }

    /// <summary>Annotations: keys and values that are not queryable.</summary>
    public IDictionary<string, string>? Annotations { get; set; }

    /// <summary>Names that must be removed before the object may go.</summary>
    public IList<string>? Finalizers { get; set; }

    /// <summary>Owners; when all are gone, so is this object.</summary>
    public IList<V1OwnerReference>? OwnerReferences { get; set; }
}
