using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>Something that happened to an object, as the core group shows it.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Event", PluralName = "events")]
[PartialModel]
public sealed class Corev1Event : KubernetesObject
{
    /// <summary>The object it happened to.</summary>
    public V1ObjectReference? InvolvedObject { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>For people.</summary>
    public string? Message { get; set; }

    /// <summary>Who says so, in older events.</summary>
    public V1EventSource? Source { get; set; }

    /// <summary>When first, in older events.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? FirstTimestamp { get; set; }

    /// <summary>When last, in older events.</summary>
    [JsonConverter(typeof(KubernetesTimeJsonConverter))]
    public DateTimeOffset? LastTimestamp { get; set; }

    /// <summary>When first.</summary>
    [JsonConverter(typeof(MicroTimeJsonConverter))]
    public DateTimeOffset? EventTime { get; set; }

    /// <summary>How often, in older events.</summary>
    public int? Count { get; set; }

    /// <summary>How often and when last.</summary>
    public Eventsv1EventSeries? Series { get; set; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type { get; set; }

    /// <summary>What was done.</summary>
    public string? Action { get; set; }

    /// <summary>Who says so.</summary>
    public string? ReportingComponent { get; set; }

    /// <summary>Which instance.</summary>
    public string? ReportingInstance { get; set; }
}
