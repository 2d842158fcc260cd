namespace KvFleet.Kubernetes.Events;

/// <summary>
/// What makes two events the same. Neither the note is part of it (a varying number in it would make every event new, without end) nor the
/// object's resource version (our own status writes would).
/// </summary>
internal readonly record struct EventKey(
    string Kind, string ApiVersion, string? Namespace, string Name, string Uid, EventType Type, string Reason, string Action, string? RelatedUid);
