using System.Text;
using KvFleet.Native;
using KvFleet.Sweeping.Inventory;
using KvFleet.Sweeping.Layouts;
using KvFleet.Sweeping.Scanning;

namespace KvFleet.Sweeping.Deletion;

/// <summary>
/// Deletes the chosen files of one unit after the other. Every file is asked about right before it goes, past what a remote filesystem remembers: its times only ever grow, so what is chosen by an old time and
/// still bears it is among the longest unused, and what was used meanwhile stays. For one thread.
/// </summary>
internal sealed class UnitDeleter(DeletionOrder order, CancellationToken cancellationToken) : IDisposable
{
    private readonly PathOpener _opener = new(order.Directory);
    private readonly DirectoryCursor _unitCursor = new();
    private readonly DirectoryCursor _cursor = new();
    private readonly RecordBuffer _records = new();
    private readonly Choice _choice = new();
    private DeletionCounts _counts;
    private UnitTotals _totals;
    private bool _unitPinned;

    /// <summary>What it did so far.</summary>
    public DeletionCounts Counts => _counts;

    /// <summary>Deletes what is chosen in a unit, and writes its inventory anew.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="inventory">What is known of it.</param>
    public void Delete(ScanUnit unit, UnitInventory inventory)
    {
        if (!HasCandidates(inventory))
            return;
        if (_opener.Open(_unitCursor, unit.Path) is var error and not 0)
        {
            if (error != Errno.ENOENT)
                Fail($"{order.Directory}/{unit.Path}: {Errno.Name(error)}");
            return;
        }

        _unitPinned = order.Pins.Covers(unit.Path);
        _totals = inventory.Totals;
        _records.Clear();
        var segments = inventory.Read();
        var more = segments.MoveNext();
        while (more)
        {
            // A directory is the segment that begins it and those that go on with it.
            var start = segments.Position;
            _choice.Clear();
            do
            {
                foreach (ref readonly var record in segments.Records)
                {
                    if (record.LastUse <= order.LastUse)
                        _choice.Add(record.Identity);
                }

                more = segments.MoveNext();
            }
            while (more && segments.IsContinued);
            var end = more ? segments.Position : inventory.Length;
            if (_choice.Count == 0 || _unitPinned)
            {
                _records.Append(inventory.Slice(start, end));
                continue;
            }

            DeleteInDirectory(unit, inventory, start, end);
        }

        _unitCursor.Close();
        inventory.Replace(_records, _totals);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _opener.Dispose();
        _unitCursor.Dispose();
        _cursor.Dispose();
        _records.Dispose();
    }

    private bool HasCandidates(UnitInventory inventory)
    {
        var segments = inventory.Read();
        while (segments.MoveNext())
        {
            foreach (ref readonly var record in segments.Records)
            {
                if (record.LastUse <= order.LastUse)
                    return true;
            }
        }

        return false;
    }

    private void DeleteInDirectory(ScanUnit unit, UnitInventory inventory, long start, long end)
    {
        var segments = inventory.Read(start);
        segments.MoveNext();
        var path = segments.Path;
        var plain = segments.IsPlain;
        _choice.Seal();
        var hash = unit.Hash;
        var pinned = false;
        var error = 0;
        var cursor = _unitCursor;
        if (!path.IsEmpty)
        {
            foreach (var range in path.Split((byte)'/'))
            {
                hash = PathHash.Append(hash, path[range]);
                pinned |= order.Pins.Contains(hash);
            }

            error = pinned ? 0 : PathOpener.OpenBelow(_cursor, _unitCursor, path);
            cursor = _cursor;
        }
        else if (_opener.Open(_cursor, unit.Path) is 0)
        {
            // The unit's own names are read with a cursor of their own: the other one stands where its directories are opened from.
            cursor = _cursor;
        }

        if (pinned || (error != 0 && error != Errno.ENOENT))
        {
            if (!pinned)
                Fail($"{order.Directory}/{unit.Path}/{Encoding.UTF8.GetString(path)}: {Errno.Name(error)}");
            _records.Append(inventory.Slice(start, end));
            return;
        }

        if (error == 0)
        {
            DeleteNames(cursor, unit, hash, path);
            if (cursor == _cursor)
                _cursor.Close();
        }

        Rewrite(inventory, start, end, path, plain);
    }

    private void DeleteNames(DirectoryCursor cursor, ScanUnit unit, ulong hash, ReadOnlySpan<byte> path)
    {
        var left = _choice.Count;
        int error;
        while (cursor.MoveNext(out var entry, out error))
        {
            var index = _choice.Find(FileIdentity.Of(entry));
            if (index < 0 || entry.Kind is EntryKind.Directory or EntryKind.Other || unit.Layout.Classify(entry.Name) != FileKind.Block)
                continue;
            DeleteName(cursor, unit, entry, index, hash, path);
            if (--left == 0)
                return;
        }

        if (error == 0)
            return;

        // Names that were not met are not gone: they were not read.
        Fail($"{order.Directory}/{unit.Path}/{Encoding.UTF8.GetString(path)}: {Errno.Name(error)}");
        for (var index = 0; index < _choice.Count; index++)
        {
            if (_choice.FateOf(index) == Choice.Fate.Gone)
                _choice.Set(index, Choice.Fate.Kept, 0);
        }
    }

    private void DeleteName(DirectoryCursor cursor, ScanUnit unit, in DirectoryEntry entry, int index, ulong hash, ReadOnlySpan<byte> path)
    {
        var error = cursor.Ask(entry, fresh: true, out var facts);
        if (error == Errno.ENOENT)
            return;
        var lastUse = LastUse.Of(facts);
        var blocks = facts.Links > 1 ? facts.Blocks / facts.Links : facts.Blocks;
        if (error == 0 && facts.Kind == EntryKind.File && lastUse <= order.LastUse
            && (order.Pins.IsEmpty || !order.Pins.Contains(PathHash.Append(hash, entry.Name))))
        {
            if (lastUse == order.LastUse && !order.Boundary.TryTake(blocks << 9))
            {
                _choice.Set(index, Choice.Fate.Kept, lastUse);
                return;
            }

            order.Limiter.Take(1, cancellationToken);
            error = order.IsDryRun ? 0 : cursor.Unlink(entry);
            if (error is 0 or Errno.ENOENT)
            {
                _choice.Set(index, order.IsDryRun ? Choice.Fate.Kept : Choice.Fate.Deleted, lastUse);
                if (error == Errno.ENOENT)
                    return;
                _counts.Files++;
                _counts.Blocks += blocks;
                if (!order.IsDryRun)
                    Subtract(blocks);
                return;
            }
        }

        _choice.Set(index, Choice.Fate.Kept, error == 0 ? lastUse : 0);
        if (error == 0)
            _counts.Spared++;
        else
            Fail($"{order.Directory}/{unit.Path}/{Encoding.UTF8.GetString(path)}/{Encoding.UTF8.GetString(entry.Name)}: {Errno.Name(error)}");
    }

    private void Rewrite(UnitInventory inventory, long start, long end, ReadOnlySpan<byte> path, bool plain)
    {
        _records.BeginDirectory(path);
        var segments = inventory.Read(start);
        while (segments.MoveNext() && segments.Position < end)
        {
            foreach (ref readonly var record in segments.Records)
            {
                if (record.LastUse > order.LastUse)
                {
                    _records.Add(record);
                    continue;
                }

                var index = _choice.Find(record.Identity);
                switch (_choice.FateOf(index))
                {
                    case Choice.Fate.Kept:
                        _records.Add(record with { LastUse = Math.Max(record.LastUse, _choice.LastUseOf(index)) });
                        break;
                    case Choice.Fate.Gone:
                        Subtract(PackedBlocks.Unpack(record.Blocks));
                        break;
                }
            }
        }

        _records.EndDirectory(plain);
    }

    private void Subtract(long blocks)
    {
        _totals.Files--;
        _totals.Blocks -= blocks;
    }

    private void Fail(string what)
    {
        _counts.Failed++;
        _counts.Failure ??= what;
    }
}
