using System.Runtime.InteropServices;
using KvFleet.Sweeping.Inventory;

namespace KvFleet.Sweeping.Scanning;

/// <summary>What the last look found in a unit, by directory, for the next look at it.</summary>
internal sealed class KnownDirectories
{
    // Beyond this many files of one directory, a sample of them tells about hits.
    private const long SampledFrom = 1 << 16;

    private readonly Dictionary<ulong, long> _positions = [];
    private readonly Dictionary<uint, uint> _lastUses = [];
    private UnitInventory? _unit;
    private uint _sampleMask;

    /// <summary>When the last look began; 0: there was none.</summary>
    public long ScannedAt => _unit?.ScannedAt ?? 0;

    /// <summary>How many hits one seen hit stands for.</summary>
    public long SampleWeight => _sampleMask + 1L;

    /// <summary>Takes up a unit; null: nothing is known.</summary>
    public void Load(UnitInventory? unit)
    {
        _positions.Clear();
        _lastUses.Clear();
        _unit = unit;
        if (unit is null)
            return;
        var segments = unit.Read();
        while (segments.MoveNext())
        {
            if (segments.IsContinued)
                continue;

            // A directory that comes in pieces, sub-directories between them, is not found again.
            ref var position = ref CollectionsMarshal.GetValueRefOrAddDefault(_positions, PathHash.Append(PathHash.Root, segments.Path), out var known);
            position = known ? -1 : segments.Position;
        }
    }

    /// <summary>Copies what is known of a directory that has not changed.</summary>
    /// <param name="path">Its path relative to the unit.</param>
    /// <param name="records">Where to.</param>
    /// <param name="totals">Gets its files added.</param>
    /// <returns>Whether it could: the directory is known, and had nothing but files that may go.</returns>
    public bool TryCopy(ReadOnlySpan<byte> path, RecordBuffer records, ref UnitTotals totals)
    {
        if (!TryFind(path, out var start))
            return false;
        var segments = _unit!.Read(start);
        segments.MoveNext();
        if (!segments.IsPlain)
            return false;
        long end;
        do
        {
            end = segments.End;
            foreach (ref readonly var record in segments.Records)
                totals.Blocks += PackedBlocks.Unpack(record.Blocks);
            totals.Files += segments.Records.Length;
        }
        while (segments.MoveNext() && segments.IsContinued);
        records.Append(_unit.Slice(start, end));
        return true;
    }

    /// <summary>Learns when the files of a directory were last used, as far as was known.</summary>
    public void LoadLastUses(ReadOnlySpan<byte> path)
    {
        if (_unit is null)
            return;
        _lastUses.Clear();
        if (!TryFind(path, out var start))
            return;
        var segments = _unit.Read(start);
        _sampleMask = 0;
        for (var files = _unit.Length / FileRecord.Size; files > SampledFrom; files /= 2)
            _sampleMask = (_sampleMask << 1) | 1;
        segments.MoveNext();
        do
        {
            foreach (ref readonly var record in segments.Records)
            {
                if ((record.Identity & _sampleMask) == 0)
                    _lastUses[record.Identity] = record.LastUse;
            }
        }
        while (segments.MoveNext() && segments.IsContinued);
    }

    /// <summary>Lets go of the unit, so that its memory can be given back; last uses that were learnt stay.</summary>
    public void Forget()
    {
        _positions.Clear();
        _unit = null;
    }

    /// <summary>When a file of the directory of <see cref="LoadLastUses"/> was last used as far as was known.</summary>
    public bool TryGetLastUse(uint identity, out uint lastUse) => _lastUses.TryGetValue(identity, out lastUse);

    private bool TryFind(ReadOnlySpan<byte> path, out long position) =>
        _positions.TryGetValue(PathHash.Append(PathHash.Root, path), out position) && position >= 0;
}
