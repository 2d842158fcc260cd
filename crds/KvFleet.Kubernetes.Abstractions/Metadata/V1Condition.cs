using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes;

/// <summary>One aspect of an object's state. Conditions form a list that is keyed by <see cref="Type"/>.</summary>
public sealed class V1Condition
{
    /// <summary>What the condition is about, in CamelCase.</summary>
    public string Type { get; set; } = string.Empty;

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public string Status { get; set; } = string.Empty;

    /// <summary>Why, as one CamelCase word that matches <c>^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$</c>. Required by the server.</summary>
    public string Reason { get; set; } = string.Empty;

    /// <summary>Why, for people. May be empty, at most 32768 characters.</summary>
    public string Message { get; set; } = string.Empty;

    /// <summary>The <c>metadata.generation</c> that this condition was computed from.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>When <see cref="Status"/> last changed; a new reason or message alone does not move it.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? LastTransitionTime { get; set; }
}
