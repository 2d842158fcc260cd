using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>Reads one line of a watch: <c>{"type": …, "object": …}</c>.</summary>
internal static class WatchEnvelope
{
    /// <returns>Null when the object does not fit its type and <paramref name="onUnreadable"/> was told.</returns>
    /// <exception cref="JsonException">The line is garbled.</exception>
    /// <exception cref="KubernetesApiException">The line is an error of the server.</exception>
    public static (WatchEventType Type, TEntity Entity)? Read<TEntity>(
        ReadOnlySequence<byte> line, JsonTypeInfo<TEntity> entityType, EntityMetadata type, Action<UnreadableObject>? onUnreadable)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var reader = new Utf8JsonReader(line);
        WatchEventType? eventType = null;
        var position = default(Utf8JsonReader);
        var found = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A watch event is no object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                eventType = TypeOf(ref reader);
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                // The type may stand behind the object, so the object is read in a second pass.
                position = reader;
                found = true;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        if (eventType is null || !found)
            throw new JsonException("A watch event lacks its type or object.");
        if (eventType == WatchEventType.Error)
        {
            throw new KubernetesApiException(
                JsonSerializer.Deserialize(ref position, KubernetesJsonContext.Default.V1Status) ?? new V1Status { Message = "no status" }, $"WATCH {type.QualifiedName}");
        }

        var start = position;
        try
        {
            var entity = JsonSerializer.Deserialize(ref position, entityType) ?? throw new JsonException("The object of a watch event is null.");
            return (eventType.Value, EntityType.Complete(entity, type));
        }
        catch (JsonException e) when (onUnreadable is not null)
        {
            onUnreadable(UnreadableObject.From(eventType, ref start, e));
            return null;
        }
    }

    private static WatchEventType TypeOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("ADDED"u8))
            return WatchEventType.Added;
        if (reader.ValueTextEquals("MODIFIED"u8))
            return WatchEventType.Modified;
        if (reader.ValueTextEquals("DELETED"u8))
            return WatchEventType.Deleted;
        if (reader.ValueTextEquals("BOOKMARK"u8))
            return WatchEventType.Bookmark;
        return reader.ValueTextEquals("ERROR"u8) ? WatchEventType.Error : throw new JsonException($"'{reader.GetString()}' is no type of watch event.");
    }
}
