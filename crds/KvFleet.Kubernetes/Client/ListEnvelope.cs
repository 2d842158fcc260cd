using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>Reads a list without a list type for each kind: the envelope by hand, the items by their own metadata.</summary>
internal static class ListEnvelope
{
    public static KubernetesPage<TEntity> Read<TEntity>(ReadOnlySpan<byte> json, JsonTypeInfo<TEntity> itemType, EntityMetadata type)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var items = new List<TEntity>();
        var unreadable = new List<UnreadableObject>();
        var metadata = new V1ListMeta();
        var reader = new Utf8JsonReader(json);
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                metadata = JsonSerializer.Deserialize(ref reader, KubernetesJsonContext.Default.V1ListMeta) ?? metadata;
            }
            else if (reader.ValueTextEquals("items"u8))
            {
                reader.Read();
                ReadItems(ref reader, itemType, type, items, unreadable);
            }
            else
            {
                reader.Skip();
            }
        }

        return new KubernetesPage<TEntity>(items, metadata) { Unreadable = unreadable };
    }

    private static void ReadItems<TEntity>(
        ref Utf8JsonReader reader, JsonTypeInfo<TEntity> itemType, EntityMetadata type, List<TEntity> items, List<UnreadableObject> unreadable)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        // An empty list may be null.
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("The items of a list are no array.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = reader;
            try
            {
                var item = JsonSerializer.Deserialize(ref reader, itemType) ?? throw new JsonException("An item of a list is null.");
                items.Add(EntityType.Complete(item, type));
            }
            catch (JsonException e)
            {
                // One odd object must not hide all the others.
                unreadable.Add(UnreadableObject.From(null, ref start, e));
                reader = start;
            }
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw new JsonException($"The answer is no list: it starts with {reader.TokenType}.");
    }
}
