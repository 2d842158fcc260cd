using System.Collections.Immutable;

namespace KvFleet.Kubernetes.Informers;

/// <summary>The content of a store at one moment. It never changes; a change makes another one that shares most of it.</summary>
internal sealed class StoreSnapshot<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly ImmutableSortedDictionary<ObjectKey, TEntity> NoItems =
        ImmutableSortedDictionary.Create<ObjectKey, TEntity>(ObjectKeyComparer.Instance);

    private readonly FiledKeys<TEntity> _filed;
    private TEntity[]? _list;

    public StoreSnapshot(IReadOnlyDictionary<string, Func<TEntity, IEnumerable<string>>> indices)
        : this(NoItems, new FiledKeys<TEntity>(indices))
    {
    }

    private StoreSnapshot(ImmutableSortedDictionary<ObjectKey, TEntity> items, FiledKeys<TEntity> filed)
    {
        Items = items;
        _filed = filed;
    }

    public ImmutableSortedDictionary<ObjectKey, TEntity> Items { get; }

    // Made once: a snapshot that is listed is usually listed more than once.
    public TEntity[] List => _list ??= [.. Items.Values];

    public IReadOnlyCollection<TEntity> ByIndex(string index, string value) => [.. _filed.Find(index, value).Select(key => Items[key])];

    public StoreSnapshot<TEntity> With(ObjectKey key, TEntity entity) =>
        new(Items.SetItem(key, entity), _filed.Moved(key, Items.GetValueOrDefault(key), entity));

    public StoreSnapshot<TEntity> Without(ObjectKey key) => Items.TryGetValue(key, out var old)
        ? new StoreSnapshot<TEntity>(Items.Remove(key), _filed.Moved(key, old, null))
        : this;

    public StoreSnapshot<TEntity> Replaced(IEnumerable<TEntity> entities)
    {
        var items = NoItems.ToBuilder();
        foreach (var entity in entities)
            items[ObjectKey.Of(entity)] = entity;
        return new StoreSnapshot<TEntity>(items.ToImmutable(), _filed.Replaced(items));
    }
}
