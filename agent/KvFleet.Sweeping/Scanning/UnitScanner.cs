using System.Text;
using KvFleet.Native;
using KvFleet.Sweeping.Contract;
using KvFleet.Sweeping.Inventory;
using KvFleet.Sweeping.Layouts;

namespace KvFleet.Sweeping.Scanning;

/// <summary>
/// Looks at one unit after the other: every name, and every file of a directory that changed since it was looked at before. Makes no object per file. For one thread.
/// </summary>
internal sealed class UnitScanner(ScanOrder order, ulong device, ScanProblems problems, Leftovers leftovers, CancellationToken cancellationToken) : IDisposable
{
    private const int TokenBatch = 64;
    private const long LargeUnitBytes = 32 << 20;
    private readonly PathOpener _opener = new(order.Directory);
    private readonly List<DirectoryCursor> _cursors = [];
    private readonly RecordBuffer _records = new();
    private readonly KnownDirectories _known = new();
    private readonly byte[] _path = new byte[RecordBuffer.LongestPath];
    private ScanUnit _unit = null!;
    private UnitTotals _totals;
    private List<byte[]>? _children;
    private int _tokens;

    /// <summary>Uses since the look before, by how long the file had not been used.</summary>
    public AgeCounts HitAges { get; } = new();

    /// <summary>Files asked about.</summary>
    public long Asked { get; private set; }

    /// <summary>Looks at a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="before">What the look before found; null: nothing yet.</param>
    /// <param name="children">For a unit that is not deep: gets the names of its directories.</param>
    /// <returns>What there is; null where it is gone or could not be read, which <paramref name="before"/> does not make good.</returns>
    public UnitInventory? Scan(ScanUnit unit, UnitInventory? before, List<byte[]>? children = null)
    {
        (_unit, _totals, _children) = (unit, default, children);
        _records.Clear();
        var cursor = Cursor(0);
        var error = _opener.Open(cursor, unit.Path);
        EntryFacts self = default;
        if (error == 0)
            error = cursor.AskSelf(out self);
        if (error != 0)
        {
            if (error != Errno.ENOENT)
                Report(0, [], error);
            return null;
        }

        _known.Load(before);
        if (before?.Length > LargeUnitBytes)
        {
            // One directory with millions of files, most likely: its old and new records at once would be twice the memory.
            _known.LoadLastUses([]);
            _known.Forget();
            before.Dispose();
        }

        var complete = Walk(0, 0, unit.Hash, order.Pins.Covers(unit.Path), self);
        _known.Load(null);
        cursor.Close();
        return complete ? new UnitInventory(_records, _totals, order.Now, unit.IsStale) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _opener.Dispose();
        _records.Dispose();
        foreach (var cursor in _cursors)
            cursor.Dispose();
    }

    private bool Walk(int depth, int pathLength, ulong pathHash, bool pinned, in EntryFacts self)
    {
        if (self.Device != device)
        {
            problems.Add($"{Name(pathLength)}: another filesystem is mounted there");
            return false;
        }

        var cursor = Cursor(depth);
        var path = _path.AsSpan(0, pathLength);
        if (depth == 0 || _unit.IsDeep)
        {
            _totals.Directories++;
            _totals.Blocks += self.Blocks;
        }

        _known.LoadLastUses(path);
        _records.BeginDirectory(path);
        var open = true;
        var plain = true;
        var empty = true;
        int error;
        while (cursor.MoveNext(out var entry, out error))
        {
            empty = false;
            var kind = entry.Kind;
            EntryFacts facts = default;
            if (kind is EntryKind.Unknown or EntryKind.Directory && !(kind == EntryKind.Directory && !_unit.IsDeep))
            {
                var failure = cursor.Ask(entry, fresh: false, out facts);
                if (failure == Errno.ENOENT)
                    continue;
                if (failure != 0)
                    return Report(pathLength, entry.Name, failure);
                kind = facts.Kind;
            }

            if (kind == EntryKind.Directory)
            {
                plain = false;
                if (!_unit.IsDeep)
                {
                    _children?.Add(entry.Name.ToArray());
                    continue;
                }

                if (open)
                    _records.EndDirectory(plain: false);
                open = false;
                if (!Descend(depth, pathLength, pathHash, pinned, entry, facts))
                    return false;
                continue;
            }

            if (!open)
            {
                _known.LoadLastUses(path);
                _records.BeginDirectory(path);
                open = true;
            }

            if (kind != EntryKind.File)
            {
                // A link, a socket: an inode, and nobody's block.
                _totals.Files++;
                plain = false;
                continue;
            }

            var nameHash = _unit.IsDeep && order.Pins.IsEmpty ? 0 : PathHash.Append(pathHash, entry.Name);
            if (!_unit.IsDeep && !order.Slots.Owns(nameHash))
            {
                plain = false;
                continue;
            }

            error = LookAt(cursor, entry, pinned || (!order.Pins.IsEmpty && order.Pins.Contains(nameHash)), pathLength, ref plain);
            if (error != 0)
                return Report(pathLength, entry.Name, error);
        }

        if (open)
            _records.EndDirectory(plain);
        if (error != 0)
            return Report(pathLength, [], error);
        if (!empty || (depth == 0 && _unit.IsRoot))
            return true;
        _totals.EmptyDirectories++;
        if (!pinned && order.Now - self.ModificationSeconds > order.EmptyAgeSeconds)
            AddLeftoverDirectory(pathLength);
        return true;
    }

    private bool Descend(int depth, int pathLength, ulong pathHash, bool pinned, in DirectoryEntry entry, in EntryFacts facts)
    {
        var length = pathLength == 0 ? entry.Name.Length : pathLength + 1 + entry.Name.Length;
        if (length > RecordBuffer.LongestPath)
        {
            problems.Add($"{Name(pathLength)}/{Encoding.UTF8.GetString(entry.Name)}: the path is too long below {_unit.Path} (longest: {RecordBuffer.LongestPath} bytes); name the tree in the pool's trees");
            return false;
        }

        var offset = 0;
        if (pathLength > 0)
        {
            _path[pathLength] = (byte)'/';
            offset = pathLength + 1;
        }

        entry.Name.CopyTo(_path.AsSpan(offset));
        var hash = PathHash.Append(pathHash, entry.Name);
        if (!order.IsFull && facts.Device == device && facts.ModificationSeconds < _known.ScannedAt - order.ChangeMarginSeconds
            && _known.TryCopy(_path.AsSpan(0, length), _records, ref _totals))
        {
            _totals.Directories++;
            _totals.Blocks += facts.Blocks;
            return true;
        }

        var child = Cursor(depth + 1);
        var error = child.Open(Cursor(depth), entry);
        if (error != 0)
            return error == Errno.ENOENT || Report(length, [], error);
        var complete = Walk(depth + 1, length, hash, pinned || order.Pins.Contains(hash), facts);
        child.Close();
        return complete;
    }

    private int LookAt(DirectoryCursor cursor, in DirectoryEntry entry, bool pinned, int pathLength, ref bool plain)
    {
        if (--_tokens < 0)
        {
            order.Limiter.Take(TokenBatch, cancellationToken);
            _tokens = TokenBatch - 1;
        }

        var error = cursor.Ask(entry, fresh: false, out var facts);
        if (error != 0)
            return error == Errno.ENOENT ? 0 : error;
        Asked++;

        // Every name of a file with several bears its part: so the sum is right, and what deleting one of them frees is not overrated.
        var blocks = facts.Links > 1 ? facts.Blocks / facts.Links : facts.Blocks;
        _totals.Files++;
        _totals.Blocks += blocks;
        var lastUse = LastUse.Of(facts);
        var kind = _unit.Layout.Classify(entry.Name);
        if (kind == FileKind.Block && !pinned)
        {
            var identity = FileIdentity.Of(entry);
            _records.Add(new FileRecord { LastUse = lastUse, Identity = identity, Blocks = PackedBlocks.Pack(blocks) });
            if (_known.TryGetLastUse(identity, out var before) && facts.AccessSeconds > before && facts.AccessSeconds > facts.ModificationSeconds)
                HitAges.Add(facts.AccessSeconds - before, _known.SampleWeight, (blocks << 9) * _known.SampleWeight);
            return 0;
        }

        plain = false;
        if (pinned)
        {
            _totals.PinnedBlocks += blocks;
        }
        else if (kind == FileKind.Temporary)
        {
            _totals.TemporaryBlocks += blocks;
            if (order.Now - lastUse > order.TemporaryAgeSeconds)
                leftovers.Add(DirectoryOf(pathLength), entry.Name, SweepReason.OrphanedTemporaryFile);
        }
        else if (kind == FileKind.Foreign)
        {
            _totals.ForeignBlocks += blocks;
        }
        else if (_unit.IsStale && order.Now - lastUse > order.StaleAgeSeconds)
        {
            leftovers.Add(DirectoryOf(pathLength), entry.Name, SweepReason.StaleFingerprint);
        }

        return 0;
    }

    private void AddLeftoverDirectory(int pathLength)
    {
        var path = DirectoryOf(pathLength);
        var cut = path.LastIndexOf('/');
        leftovers.Add(cut < 0 ? "" : path[..cut], Encoding.UTF8.GetBytes(path[(cut + 1)..]), SweepReason.EmptyDirectory);
    }

    private string DirectoryOf(int pathLength) =>
        pathLength == 0 ? _unit.Path : $"{_unit.Path}{(_unit.Path.Length == 0 ? "" : "/")}{Encoding.UTF8.GetString(_path, 0, pathLength)}";

    private string Name(int pathLength) => $"{order.Directory}/{DirectoryOf(pathLength)}";

    private bool Report(int pathLength, ReadOnlySpan<byte> name, int error)
    {
        problems.Add($"{Name(pathLength)}{(name.IsEmpty ? "" : $"/{Encoding.UTF8.GetString(name)}")}: {Errno.Name(error)}");
        return false;
    }

    private DirectoryCursor Cursor(int depth)
    {
        while (_cursors.Count <= depth)
            _cursors.Add(new DirectoryCursor());
        return _cursors[depth];
    }
}
