using System.Text.Json;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>An object that the server has but whose content does not fit its type here, for example because it is newer than this code.</summary>
/// <param name="EventType">What happened to it, in a watch; null in a list.</param>
/// <param name="Key">Which object.</param>
/// <param name="ResourceVersion">Its version.</param>
/// <param name="Error">What does not fit.</param>
public sealed record UnreadableObject(WatchEventType? EventType, ObjectKey Key, string? ResourceVersion, string Error)
{
    /// <summary>Reads only the metadata, after the rest did not fit.</summary>
    /// <exception cref="JsonException">Not even that can be read.</exception>
    internal static UnreadableObject From(WatchEventType? eventType, ref Utf8JsonReader reader, JsonException error)
    {
        var metadata = JsonSerializer.Deserialize(ref reader, KubernetesJsonContext.Default.PartialObjectMetadata)?.Metadata;
        if (metadata?.Name is not { Length: > 0 } name)
            throw error;
        return new UnreadableObject(eventType, new ObjectKey(metadata.NamespaceProperty, name), metadata.ResourceVersion, error.Message);
    }
}
