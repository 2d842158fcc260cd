using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>
/// Reads a list as it arrives, without a list type for each kind: the envelope by hand, the items by their own metadata. A server that answers from its cache sends the whole list as
/// one page, whatever limit was asked for; never more than a few items of it are held as bytes.
/// </summary>
internal sealed class ListEnvelope<TEntity>(JsonTypeInfo<TEntity> itemType, EntityMetadata type)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ListItems<TEntity> _items = new(itemType, type);
    private V1ListMeta _metadata = new();
    private JsonReaderState _state;
    private Place _place = Place.Start;

    private enum Place
    {
        Start,
        Members,
        Items,
        End,
    }

    /// <summary>Reads as far as the bytes go.</summary>
    /// <param name="bytes">What was not read before, and what came since.</param>
    /// <param name="isLast">Whether nothing comes after them.</param>
    /// <returns>Where to go on.</returns>
    /// <exception cref="JsonException">This is no list, or not the whole of one.</exception>
    public SequencePosition Read(ReadOnlySequence<byte> bytes, bool isLast)
    {
        var reader = new Utf8JsonReader(bytes, isLast, _state);
        while (_place != Place.End)
        {
            var before = reader;
            if (Step(ref reader, bytes))
                continue;
            // Half an item: it is read again when more of it is there.
            reader = before;
            break;
        }

        _state = reader.CurrentState;
        return _place == Place.End ? bytes.End : reader.Position;
    }

    /// <summary>The list, once all of it was read.</summary>
    public KubernetesPage<TEntity> ToPage() => _place == Place.End
        ? new KubernetesPage<TEntity>(_items.Read, _metadata) { Unreadable = _items.Unreadable }
        : throw new JsonException("The list ends in the middle.");

    /// <returns>False when it takes more bytes.</returns>
    private bool Step(ref Utf8JsonReader reader, ReadOnlySequence<byte> bytes) => _place switch
    {
        Place.Start => Begin(ref reader),
        Place.Members => ReadMember(ref reader),
        _ => ReadItems(ref reader, bytes),
    };

    private bool Begin(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"The answer is no list: it starts with {reader.TokenType}.");
        _place = Place.Members;
        return true;
    }

    private bool ReadMember(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _place = Place.End;
            return true;
        }

        return reader.ValueTextEquals("items"u8) ? BeginItems(ref reader)
            : reader.ValueTextEquals("metadata"u8) ? ReadMetadata(ref reader)
            : reader.TrySkip();
    }

    private bool BeginItems(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        // An empty list may be null.
        if (reader.TokenType is not (JsonTokenType.Null or JsonTokenType.StartArray))
            throw new JsonException("The items of a list are no array.");
        _place = reader.TokenType == JsonTokenType.Null ? Place.Members : Place.Items;
        return true;
    }

    private bool ReadMetadata(ref Utf8JsonReader reader)
    {
        var start = reader;
        if (!reader.TrySkip())
            return false;
        _metadata = JsonSerializer.Deserialize(ref start, KubernetesJsonContext.Default.V1ListMeta) ?? _metadata;
        return true;
    }

    /// <summary>Reads as many whole items as there are.</summary>
    private bool ReadItems(ref Utf8JsonReader reader, ReadOnlySequence<byte> bytes)
    {
        var start = -1L;
        var end = 0L;
        while (true)
        {
            var before = reader;
            if (!reader.Read())
                break;
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                _place = Place.Members;
                break;
            }

            start = start < 0 ? reader.TokenStartIndex : start;
            if (!reader.TrySkip())
            {
                reader = before;
                break;
            }

            end = reader.BytesConsumed;
        }

        if (end > 0)
            _items.Add(bytes.Slice(start, end - start));
        return end > 0 || _place == Place.Members;
    }
}
