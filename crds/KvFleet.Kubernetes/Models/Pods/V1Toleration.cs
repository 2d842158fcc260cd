using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>A taint that does not keep the pod away.</summary>
public sealed class V1Toleration
{
    /// <summary>The key; empty with <c>Exists</c> for all.</summary>
    public string? Key { get; set; }

    /// <summary><c>Equal</c> (default) or <c>Exists</c>.</summary>
    [JsonPropertyName("operator")]
    public string? OperatorProperty { get; set; }

    /// <summary>The value, for <c>Equal</c>.</summary>
    public string? Value { get; set; }

    /// <summary>The effect; empty for all.</summary>
    public string? Effect { get; set; }

    /// <summary>Seconds for which <c>NoExecute</c> is tolerated.</summary>
    public long? TolerationSeconds { get; set; }
}
