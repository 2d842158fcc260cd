using System.Collections.Immutable;
using KvFleet.Store.Arenas;
using KvFleet.Store.Extents.Mappers;

namespace KvFleet.Agent.Protocol.Store;

/// <summary>What one client was given to map. Extents are written by the loop and read by the session.</summary>
internal sealed class StoreMappings
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, string> _extents = [];
    private readonly HashSet<int> _tables = [];

    /// <summary>Notes extents that the client knows of.</summary>
    public void Granted(ImmutableArray<PoolExtent> extents)
    {
        lock (_gate)
        {
            foreach (var extent in extents)
                _extents[extent.Number] = extent.Id;
        }
    }

    /// <summary>The ids of extents.</summary>
    /// <returns>Null when the client was never told of one of them.</returns>
    public IReadOnlyCollection<string>? IdsOf(IEnumerable<ulong> numbers)
    {
        lock (_gate)
        {
            HashSet<string> ids = new(StringComparer.Ordinal);
            foreach (var number in numbers)
            {
                if (!_extents.TryGetValue(number, out var id))
                    return null;
                ids.Add(id);
            }

            return ids;
        }
    }

    /// <summary>Which key tables are new to the client, and which it should let go of. On the loop.</summary>
    public (IReadOnlyList<ArenaKeys> Fresh, IReadOnlyList<int> Gone) Compare(ImmutableArray<ArenaKeys> tables)
    {
        var gone = _tables.Where(arena => !tables.Any(table => table.Arena == arena)).ToList();
        var fresh = tables.Where(table => _tables.Add(table.Arena)).ToList();
        _tables.ExceptWith(gone);
        return (fresh, gone);
    }
}
