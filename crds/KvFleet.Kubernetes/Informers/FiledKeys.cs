using System.Collections.Immutable;

namespace KvFleet.Kubernetes.Informers;

/// <summary>The indices of a store at one moment: under which values which keys are filed. Keys, not objects: most changes leave an object where it is filed.</summary>
internal sealed class FiledKeys<TEntity>
{
    private static readonly ImmutableSortedSet<ObjectKey> NoKeys = ImmutableSortedSet.Create<ObjectKey>(ObjectKeyComparer.Instance);

    private readonly IReadOnlyDictionary<string, Func<TEntity, IEnumerable<string>>> _indices;
    private readonly ImmutableDictionary<(string Index, string Value), ImmutableSortedSet<ObjectKey>> _keys;

    public FiledKeys(IReadOnlyDictionary<string, Func<TEntity, IEnumerable<string>>> indices)
        : this(indices, ImmutableDictionary<(string, string), ImmutableSortedSet<ObjectKey>>.Empty)
    {
    }

    private FiledKeys(
        IReadOnlyDictionary<string, Func<TEntity, IEnumerable<string>>> indices,
        ImmutableDictionary<(string Index, string Value), ImmutableSortedSet<ObjectKey>> keys)
    {
        _indices = indices;
        _keys = keys;
    }

    /// <exception cref="ArgumentException">There is no such index.</exception>
    public ImmutableSortedSet<ObjectKey> Find(string index, string value)
    {
        if (!_indices.ContainsKey(index))
            throw new ArgumentException($"There is no index '{index}'; there is: {string.Join(", ", _indices.Keys)}.", nameof(index));
        return _keys.GetValueOrDefault((index, value)) ?? NoKeys;
    }

    /// <summary>After an object changed from one state to another; null where there is none.</summary>
    public FiledKeys<TEntity> Moved(ObjectKey key, TEntity? from, TEntity? to)
    {
        var (before, after) = (Places(from), Places(to));
        var keys = _keys;
        foreach (var place in before)
        {
            if (after.Contains(place) || !keys.TryGetValue(place, out var found))
                continue;
            var left = found.Remove(key);
            keys = left.IsEmpty ? keys.Remove(place) : keys.SetItem(place, left);
        }

        foreach (var place in after)
        {
            if (!before.Contains(place))
                keys = keys.SetItem(place, (keys.GetValueOrDefault(place) ?? NoKeys).Add(key));
        }

        return ReferenceEquals(keys, _keys) ? this : new FiledKeys<TEntity>(_indices, keys);
    }

    /// <summary>For other objects altogether.</summary>
    public FiledKeys<TEntity> Replaced(IEnumerable<KeyValuePair<ObjectKey, TEntity>> items)
    {
        var keys = new Dictionary<(string, string), ImmutableSortedSet<ObjectKey>.Builder>();
        foreach (var (key, entity) in items)
        {
            foreach (var place in Places(entity))
            {
                if (!keys.TryGetValue(place, out var found))
                    keys[place] = found = NoKeys.ToBuilder();
                found.Add(key);
            }
        }

        return new FiledKeys<TEntity>(_indices, keys.ToImmutableDictionary(static p => p.Key, static p => p.Value.ToImmutable()));
    }

    private List<(string Index, string Value)> Places(TEntity? entity)
    {
        var places = new List<(string, string)>();
        if (entity is null)
            return places;
        foreach (var (index, values) in _indices)
        {
            foreach (var value in values(entity))
            {
                // One object may say a value twice. There are few.
                if (!places.Contains((index, value)))
                    places.Add((index, value));
            }
        }

        return places;
    }
}
