namespace KvFleet.Kubernetes.Events;

/// <summary>Writes events in one of the two API groups.</summary>
internal interface IEventSink
{
    /// <summary>Creates the event object.</summary>
    Task CreateAsync(RecordedEvent recorded, string name, CancellationToken cancellationToken);

    /// <summary>Updates how often it happened.</summary>
    Task UpdateCountAsync(EventSeries series, CancellationToken cancellationToken);
}
