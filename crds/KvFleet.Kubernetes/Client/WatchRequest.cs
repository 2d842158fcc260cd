namespace KvFleet.Kubernetes.Client;

/// <summary>What to watch and how.</summary>
public sealed record WatchRequest
{
    /// <summary>The namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The version after which changes are wanted. Null: existing objects come first, as added.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Whether the server shall send bookmarks.</summary>
    public bool AllowWatchBookmarks { get; init; } = true;

    /// <summary>Told of objects that do not fit their type, and the watch goes on. Null: such an object ends the watch with a <see cref="System.Text.Json.JsonException"/>.</summary>
    public Action<UnreadableObject>? OnUnreadable { get; init; }

    /// <summary>Told when the server has accepted the watch, before the first event.</summary>
    public Action? OnOpened { get; init; }

    /// <summary>
    /// Whether the server shall begin with all existing objects, as added, and then a bookmark that <see cref="EndsInitialEvents"/> (a list that is streamed; Kubernetes 1.32 and newer).
    /// Older servers and others that ignore it never send that bookmark: have a time limit. <see cref="ResourceVersion"/> then says how old the objects may be, as in a list.
    /// </summary>
    public bool SendInitialEvents { get; init; }

    /// <summary>
    /// The longest silence; then the watch ends as if the server had ended it. Load balancers forget quiet connections without a word, some after four minutes; a server sends
    /// a bookmark about once a minute. Null: <see cref="Timeout"/> alone ends a silent watch.
    /// </summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>After this the server ends the watch; the client itself does 30 seconds later, so that a silent, dead stream cannot last.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether a bookmark says that all existing objects were told (see <see cref="SendInitialEvents"/>).</summary>
    /// <param name="bookmark">The bookmark's object.</param>
    public static bool EndsInitialEvents(IMetadata<V1ObjectMeta> bookmark) =>
        string.Equals(bookmark.GetAnnotation("k8s.io/initial-events-end"), "true", StringComparison.Ordinal);
}
