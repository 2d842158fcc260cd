using System.Collections.Immutable;

namespace KvFleet.Kubernetes.Informers;

/// <summary>The content of a store at one moment. It never changes; a change makes another one that shares most of it.</summary>
internal sealed class StoreSnapshot<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly ImmutableSortedDictionary<ObjectKey, TEntity> NoItems =
        ImmutableSortedDictionary.Create<ObjectKey, TEntity>(ObjectKeyComparer.Instance);

    private readonly IReadOnlyDictionary<string, Func<TEntity, IEnumerable<string>>> _indices;
    private readonly ImmutableDictionary<(string Index, string Value), ImmutableSortedDictionary<ObjectKey, TEntity>> _filed;
    private TEntity[]? _list;

    public StoreSnapshot(IReadOnlyDictionary<string, Func<TEntity, IEnumerable<string>>> indices)
        : this(indices, NoItems, ImmutableDictionary<(string, string), ImmutableSortedDictionary<ObjectKey, TEntity>>.Empty)
    {
    }

    private StoreSnapshot(
        IReadOnlyDictionary<string, Func<TEntity, IEnumerable<string>>> indices,
        ImmutableSortedDictionary<ObjectKey, TEntity> items,
        ImmutableDictionary<(string Index, string Value), ImmutableSortedDictionary<ObjectKey, TEntity>> filed)
    {
        _indices = indices;
        Items = items;
        _filed = filed;
    }

    public ImmutableSortedDictionary<ObjectKey, TEntity> Items { get; }

    // Made once: a snapshot that is listed is usually listed more than once.
    public TEntity[] List => _list ??= [.. Items.Values];

    public IReadOnlyCollection<TEntity> ByIndex(string index, string value)
    {
        if (!_indices.ContainsKey(index))
            throw new ArgumentException($"There is no index '{index}'; there is: {string.Join(", ", _indices.Keys)}.", nameof(index));
        return _filed.TryGetValue((index, value), out var found) ? [.. found.Values] : [];
    }

    public StoreSnapshot<TEntity> With(ObjectKey key, TEntity entity)
    {
        var filed = Items.TryGetValue(key, out var old) ? Unfile(_filed, key, old) : _filed;
        return new StoreSnapshot<TEntity>(_indices, Items.SetItem(key, entity), File(filed, key, entity));
    }

    public StoreSnapshot<TEntity> Without(ObjectKey key) => Items.TryGetValue(key, out var old)
        ? new StoreSnapshot<TEntity>(_indices, Items.Remove(key), Unfile(_filed, key, old))
        : this;

    public StoreSnapshot<TEntity> Replaced(IEnumerable<TEntity> entities)
    {
        var items = NoItems.ToBuilder();
        foreach (var entity in entities)
            items[ObjectKey.Of(entity)] = entity;
        var filed = new Dictionary<(string, string), ImmutableSortedDictionary<ObjectKey, TEntity>.Builder>();
        foreach (var (key, entity) in items)
        {
            foreach (var place in Places(entity))
            {
                if (!filed.TryGetValue(place, out var found))
                    filed[place] = found = NoItems.ToBuilder();
                found[key] = entity;
            }
        }

        return new StoreSnapshot<TEntity>(
            _indices, items.ToImmutable(), filed.ToImmutableDictionary(p => p.Key, p => p.Value.ToImmutable()));
    }

    private ImmutableDictionary<(string Index, string Value), ImmutableSortedDictionary<ObjectKey, TEntity>> File(
        ImmutableDictionary<(string Index, string Value), ImmutableSortedDictionary<ObjectKey, TEntity>> filed, ObjectKey key, TEntity entity)
    {
        foreach (var place in Places(entity))
            filed = filed.SetItem(place, (filed.GetValueOrDefault(place) ?? NoItems).SetItem(key, entity));
        return filed;
    }

    private ImmutableDictionary<(string Index, string Value), ImmutableSortedDictionary<ObjectKey, TEntity>> Unfile(
        ImmutableDictionary<(string Index, string Value), ImmutableSortedDictionary<ObjectKey, TEntity>> filed, ObjectKey key, TEntity entity)
    {
        foreach (var place in Places(entity))
        {
            if (!filed.TryGetValue(place, out var found))
                continue;
            var left = found.Remove(key);
            filed = left.IsEmpty ? filed.Remove(place) : filed.SetItem(place, left);
        }

        return filed;
    }

    private IEnumerable<(string Index, string Value)> Places(TEntity entity) =>
        _indices.SelectMany(index => index.Value(entity).Distinct(StringComparer.Ordinal).Select(value => (index.Key, value)));
}
