using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>Something that keeps pods away which do not tolerate it.</summary>
public sealed class V1Taint
{
    /// <summary>The key.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary>The value.</summary>
    public string? Value { get; set; }

    /// <summary><c>NoSchedule</c>, <c>PreferNoSchedule</c> or <c>NoExecute</c>.</summary>
    public string Effect { get; set; } = string.Empty;

    /// <summary>When it was added, for <c>NoExecute</c>.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? TimeAdded { get; set; }
}
