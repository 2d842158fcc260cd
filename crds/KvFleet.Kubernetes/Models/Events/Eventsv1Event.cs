using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Models;

/// <summary>Something that happened to an object (<c>events.k8s.io/v1</c>).</summary>
[KubernetesEntity(Group = "events.k8s.io", ApiVersion = "v1", Kind = "Event", PluralName = "events")]
[PartialModel]
public sealed class Eventsv1Event : KubernetesObject
{
    /// <summary>When it first happened. Required.</summary>
    [JsonConverter(typeof(MicroTimeJsonConverter))]
    public DateTimeOffset? EventTime { get; set; }

    /// <summary>Set from the second time on.</summary>
    public Eventsv1EventSeries? Series { get; set; }

    /// <summary>Who says so, for example <c>kvfleet.io/operator</c>. Required.</summary>
    public string ReportingController { get; set; } = string.Empty;

    /// <summary>Which instance. Required, at most 128 characters.</summary>
    public string ReportingInstance { get; set; } = string.Empty;

    /// <summary>What was done. Required, at most 128 characters.</summary>
    public string Action { get; set; } = string.Empty;

    /// <summary>Why. Required, at most 128 characters.</summary>
    public string Reason { get; set; } = string.Empty;

    /// <summary>The object it happened to.</summary>
    public V1ObjectReference? Regarding { get; set; }

    /// <summary>Another object that played a part.</summary>
    public V1ObjectReference? Related { get; set; }

    /// <summary>For people, at most 1024 bytes.</summary>
    public string? Note { get; set; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string Type { get; set; } = string.Empty;
}
