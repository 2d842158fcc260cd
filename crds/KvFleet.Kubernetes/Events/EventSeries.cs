namespace KvFleet.Kubernetes.Events;

/// <summary>An event that was written, and what happened since.</summary>
internal sealed class EventSeries(RecordedEvent first, string name, DateTimeOffset at)
{
    public RecordedEvent First => first;

    /// <summary>The event object's name.</summary>
    public string Name => name;

    /// <summary>How often it happened, the first time included.</summary>
    public int Count { get; set; } = 1;

    public DateTimeOffset LastObserved { get; set; } = at;

    /// <summary>The count that the server knows.</summary>
    public int WrittenCount { get; set; } = 1;

    public DateTimeOffset WrittenAt { get; set; } = at;

    public bool IsDirty => Count > WrittenCount;
}
