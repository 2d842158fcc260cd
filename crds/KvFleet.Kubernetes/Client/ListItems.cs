using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KvFleet.Kubernetes.Client;

/// <summary>
/// The items of a list, read some at a time: each call of the serializer makes kilobytes of garbage, as much as an item keeps. Where one of them does not fit its type, these few are
/// read one by one.
/// </summary>
internal sealed class ListItems<TEntity>(JsonTypeInfo<TEntity> itemType, EntityMetadata type)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly JsonTypeInfo<List<TEntity?>> _listType = JsonMetadataServices.CreateListInfo<List<TEntity?>, TEntity?>(
        itemType.Options, new JsonCollectionInfoValues<List<TEntity?>> { ObjectCreator = static () => [], ElementInfo = itemType });

    private readonly List<TEntity> _read = [];
    private readonly List<UnreadableObject> _unreadable = [];

    public IReadOnlyList<TEntity> Read => _read;

    public IReadOnlyList<UnreadableObject> Unreadable => _unreadable;

    /// <param name="items">Whole items and what stands between them.</param>
    public void Add(ReadOnlySequence<byte> items)
    {
        var length = (int)items.Length + 2;
        var array = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            array[0] = (byte)'[';
            items.CopyTo(array.AsSpan(1));
            array[length - 1] = (byte)']';
            Add(array.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Add(ReadOnlySpan<byte> array)
    {
        List<TEntity?>? items;
        try
        {
            items = JsonSerializer.Deserialize(array, _listType);
        }
        catch (JsonException)
        {
            items = null;
        }

        if (items is null || items.Contains(null))
        {
            AddOneByOne(array);
            return;
        }

        foreach (var item in items)
            _read.Add(EntityType.Complete(item!, type));
    }

    private void AddOneByOne(ReadOnlySpan<byte> array)
    {
        var reader = new Utf8JsonReader(array);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = reader;
            var again = reader;
            reader.Skip();
            try
            {
                var item = JsonSerializer.Deserialize(ref start, itemType) ?? throw new JsonException("An item of a list is null.");
                _read.Add(EntityType.Complete(item, type));
            }
            catch (JsonException e)
            {
                // One odd object must not hide all the others.
                _unreadable.Add(UnreadableObject.From(null, ref again, e));
            }
        }
    }
}
