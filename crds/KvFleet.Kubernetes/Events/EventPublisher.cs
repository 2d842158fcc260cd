namespace KvFleet.Kubernetes.Events;

/// <summary>Tells the users of an object what happened to it (<c>kubectl describe</c> shows it). KubeOps' shape of <see cref="IEventRecorder.Record"/>.</summary>
/// <param name="entity">The object.</param>
/// <param name="reason">Why, as one CamelCase word, at most 128 characters.</param>
/// <param name="message">For people; cut after 1024 characters.</param>
/// <param name="type">How it is meant.</param>
/// <param name="cancellationToken">Not used: the event is queued, never awaited.</param>
public delegate Task EventPublisher(
    IKubernetesObject<V1ObjectMeta> entity,
    string reason,
    string message,
    EventType type = EventType.Normal,
    CancellationToken cancellationToken = default);
