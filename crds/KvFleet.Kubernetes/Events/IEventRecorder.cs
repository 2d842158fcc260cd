namespace KvFleet.Kubernetes.Events;

/// <summary>Writes events, in the background: recording never blocks, never throws, and drops when the server cannot keep up.</summary>
public interface IEventRecorder
{
    /// <summary>
    /// Records an event. Repetitions (same object, type, reason and action) become a series of the first one and keep its note: put what varies into conditions.
    /// </summary>
    /// <param name="regarding">The object.</param>
    /// <param name="type">How it is meant.</param>
    /// <param name="reason">Why, as one CamelCase word, at most 128 characters.</param>
    /// <param name="note">For people; cut after 1024 characters.</param>
    /// <param name="action">What was done, as one CamelCase word, at most 128 characters.</param>
    /// <param name="related">Another object that is involved.</param>
    void Record(
        IKubernetesObject<V1ObjectMeta> regarding,
        EventType type,
        string reason,
        string note,
        string action = "Reconcile",
        IKubernetesObject<V1ObjectMeta>? related = null);
}
