using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Events;

/// <summary>One call of <see cref="IEventRecorder.Record"/>, with everything taken from the objects at that moment.</summary>
internal sealed record RecordedEvent(
    V1ObjectReference Regarding, V1ObjectReference? Related, EventType Type, string Reason, string Action, string Note, DateTimeOffset At)
{
    /// <summary>Where the event object lives: with its object; for cluster-scoped ones in <c>default</c>, the only namespace the server takes then.</summary>
    public string Namespace => Regarding.NamespaceProperty ?? "default";

    public EventKey Key => new(
        Regarding.Kind ?? string.Empty,
        Regarding.ApiVersion ?? string.Empty,
        Regarding.NamespaceProperty,
        Regarding.Name ?? string.Empty,
        Regarding.Uid ?? string.Empty,
        Type,
        Reason,
        Action,
        Related?.Uid);
}
