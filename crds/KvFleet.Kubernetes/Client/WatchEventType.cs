namespace KvFleet.Kubernetes.Client;

/// <summary>What a watch event says of its object.</summary>
public enum WatchEventType
{
    /// <summary>The object is new to this watch.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone; the event carries its last state.</summary>
    Deleted,

    /// <summary>Nothing changed; the object carries only a resource version from which a watch may go on.</summary>
    Bookmark,

    /// <summary>The server ended the watch. Never yielded: it is thrown as a <see cref="KubernetesApiException"/>.</summary>
    Error,
}
