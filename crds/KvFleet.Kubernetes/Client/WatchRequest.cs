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

    /// <summary>After this the server ends the watch; the client itself does 30 seconds later, so that a silent, dead stream cannot last.</summary>
    public TimeSpan? Timeout { get; init; }
}
