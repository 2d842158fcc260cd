using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>Reads one line of a watch: <c>{"type": …, "object": …}</c>.</summary>
internal static class WatchEnvelope
{
    /// <summary>Reads a line that may lie in several pieces.</summary>
    /// <inheritdoc cref="Read{TEntity}(ReadOnlySpan{byte}, JsonTypeInfo{TEntity}, EntityMetadata, Action{UnreadableObject})"/>
    public static (WatchEventType Type, TEntity Entity)? Read<TEntity>(
        ReadOnlySequence<byte> line, JsonTypeInfo<TEntity> entityType, EntityMetadata type, Action<UnreadableObject>? onUnreadable)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        if (line.IsSingleSegment)
            return Read(line.FirstSpan, entityType, type, onUnreadable);
        var length = (int)line.Length;
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            line.CopyTo(whole);
            return Read(whole.AsSpan(0, length), entityType, type, onUnreadable);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <returns>Null when the object does not fit its type and <paramref name="onUnreadable"/> was told.</returns>
    /// <exception cref="JsonException">The line is garbled.</exception>
    /// <exception cref="KubernetesApiException">The line is an error of the server.</exception>
    private static (WatchEventType Type, TEntity Entity)? Read<TEntity>(
        ReadOnlySpan<byte> line, JsonTypeInfo<TEntity> entityType, EntityMetadata type, Action<UnreadableObject>? onUnreadable)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return Read(Split(line, isObjectLast: true), entityType, type);
        }
        catch (JsonException)
        {
            // An odd object, an unusual order, or garbage: now it may take longer.
        }

        var parts = Split(line, isObjectLast: false);
        try
        {
            return Read(parts, entityType, type);
        }
        catch (JsonException e) when (onUnreadable is not null && parts.Type != WatchEventType.Error)
        {
            var reader = new Utf8JsonReader(parts.Content);
            onUnreadable(UnreadableObject.From(parts.Type, ref reader, e));
            return null;
        }
    }

    private static (WatchEventType Type, TEntity Entity) Read<TEntity>(Parts parts, JsonTypeInfo<TEntity> entityType, EntityMetadata type)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        if (parts.Type == WatchEventType.Error)
        {
            throw new KubernetesApiException(
                JsonSerializer.Deserialize(parts.Content, KubernetesJsonContext.Default.V1Status) ?? new V1Status { Message = "no status" }, $"WATCH {type.QualifiedName}");
        }

        var entity = JsonSerializer.Deserialize(parts.Content, entityType) ?? throw new JsonException("The object of a watch event is null.");
        return (parts.Type, EntityType.Complete(entity, type));
    }

    /// <summary>Finds type and object.</summary>
    /// <param name="line">The event.</param>
    /// <param name="isObjectLast">
    /// Takes it that what follows is the object and the brace that closes the event, as servers write it; if not, the object does not parse. Looking for its end costs as much as
    /// reading it.
    /// </param>
    private static Parts Split(ReadOnlySpan<byte> line, bool isObjectLast)
    {
        var reader = new Utf8JsonReader(line);
        WatchEventType? eventType = null;
        var content = default(ReadOnlySpan<byte>);
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
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                if (isObjectLast && eventType is { } known)
                    return new Parts { Type = known, Content = line[start..].TrimEnd(" \r\t"u8)[..^1] };
                reader.Skip();
                content = line[start..(int)reader.BytesConsumed];
            }
            else
            {
                reader.Skip();
            }
        }

        return eventType is { } type && !content.IsEmpty
            ? new Parts { Type = type, Content = content }
            : throw new JsonException("A watch event lacks its type or object.");
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

    private readonly ref struct Parts
    {
        public WatchEventType Type { get; init; }

        public ReadOnlySpan<byte> Content { get; init; }
    }
}
