namespace KvFleet.Kubernetes.Events;

/// <summary>How an event is meant.</summary>
public enum EventType
{
    /// <summary>Something happened as it should.</summary>
    Normal,

    /// <summary>Something needs attention.</summary>
    Warning,
}
