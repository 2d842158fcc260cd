using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>Who holds a lease.</summary>
public sealed class V1LeaseSpec
{
    /// <summary>Who; empty for nobody.</summary>
    public string? HolderIdentity { get; set; }

    /// <summary>Seconds without renewal after which others may take it.</summary>
    public int? LeaseDurationSeconds { get; set; }

    /// <summary>Since when.</summary>
    [JsonConverter(typeof(MicroTimeJsonConverter))]
    public DateTimeOffset? AcquireTime { get; set; }

    /// <summary>Renewed last, by the holder's clock.</summary>
    [JsonConverter(typeof(MicroTimeJsonConverter))]
    public DateTimeOffset? RenewTime { get; set; }

    /// <summary>How often the holder changed.</summary>
    public int? LeaseTransitions { get; set; }
}
