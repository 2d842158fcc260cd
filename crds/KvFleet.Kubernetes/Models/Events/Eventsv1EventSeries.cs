using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>An event that happened again.</summary>
public sealed class Eventsv1EventSeries
{
    /// <summary>How often, 2 at least.</summary>
    public int Count { get; set; }

    /// <summary>When last.</summary>
    [JsonConverter(typeof(MicroTimeJsonConverter))]
    public DateTimeOffset? LastObservedTime { get; set; }
}
