using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>The answer.</summary>
public sealed class V1TokenRequestStatus
{
    /// <summary>The token.</summary>
    public string Token { get; set; } = string.Empty;

    /// <summary>Good until.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? ExpirationTimestamp { get; set; }
}
