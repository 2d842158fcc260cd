
namespace KvFleet.Store.Disk.Catalog;

/// <summary>From keys to records: 8 bytes a key, the key itself is compared in its segment. Open addressing, no removal marks.</summary>
/// <param name="segmentOf">The segment of a slot.</param>
internal sealed class KeyIndex(Func<int, DiskSegment> segmentOf)
{
    private const int Smallest = 64;
    private ulong[] _cells = new ulong[Smallest];

    /// <summary>Keys.</summary>
    public int Count { get; private set; }

    /// <summary>Finds a key.</summary>
    public RecordId? Find(ReadOnlySpan<byte> key) => _cells[Locate(key)] is var cell and not 0 ? Id(cell) : null;

    /// <summary>Points a key to a record, in place of what it pointed to.</summary>
    public void Set(ReadOnlySpan<byte> key, RecordId id)
    {
        if ((Count + 1) * 4 > _cells.Length * 3)
            Rebuild(_cells.Length * 2);
        ref var cell = ref _cells[Locate(key)];
        if (cell == 0)
            Count++;
        cell = Cell(id);
    }

    /// <summary>Removes a key if it points to a record.</summary>
    public void Remove(ReadOnlySpan<byte> key, RecordId id)
    {
        var at = Locate(key);
        if (_cells[at] != Cell(id))
            return;
        Count--;

        // What follows moves up where it belongs before the gap, so that no search ends too early.
        var mask = _cells.Length - 1;
        for (var next = (at + 1) & mask; _cells[next] != 0; next = (next + 1) & mask)
        {
            var home = Home(KeyOf(_cells[next]));
            if (((next - home) & mask) < ((next - at) & mask))
                continue;
            _cells[at] = _cells[next];
            at = next;
        }

        _cells[at] = 0;
        if (_cells.Length > Smallest && Count * 8 < _cells.Length)
            Rebuild(_cells.Length / 2);
    }

    private static ulong Cell(RecordId id) => ((ulong)(id.Segment.Slot + 1) << 32) | (uint)id.Ordinal;

    private RecordId Id(ulong cell) => new(segmentOf((int)(cell >> 32) - 1), (int)(uint)cell);

    private ReadOnlySpan<byte> KeyOf(ulong cell)
    {
        var id = Id(cell);
        return id.Segment.KeyOf(id.Ordinal);
    }

    private int Locate(ReadOnlySpan<byte> key)
    {
        var at = Home(key);
        while (_cells[at] is var cell and not 0 && !KeyOf(cell).SequenceEqual(key))
            at = (at + 1) & (_cells.Length - 1);
        return at;
    }

    // Seeded anew in each process: nobody can choose keys that share a place.
    private int Home(ReadOnlySpan<byte> key)
    {
        var hash = default(HashCode);
        hash.AddBytes(key);
        return hash.ToHashCode() & (_cells.Length - 1);
    }

    private void Rebuild(int cells)
    {
        var old = _cells;
        _cells = new ulong[cells];
        foreach (var cell in old.Where(static cell => cell != 0))
            _cells[Locate(KeyOf(cell))] = cell;
    }
}
