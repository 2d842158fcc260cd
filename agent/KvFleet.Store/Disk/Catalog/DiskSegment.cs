using System.Runtime.InteropServices;
using KvFleet.Store.Disk.Encryption;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Format;

namespace KvFleet.Store.Disk.Catalog;

/// <summary>One life of a segment file, and what it holds. Under the tier's lock, except for its file.</summary>
/// <param name="slot">Number of the file.</param>
/// <param name="file">The file.</param>
/// <param name="header">Its header.</param>
/// <param name="cipher">What its values are encrypted with; null for nothing.</param>
internal sealed class DiskSegment(int slot, IDiskFile file, SegmentHeader header, SegmentCipher? cipher)
{
    private readonly List<DiskRecord> _records = [];
    private byte[] _keys = [];
    private int _keyBytes;

    public int Slot { get; } = slot;

    public IDiskFile File { get; } = file;

    public SegmentHeader Header { get; } = header;

    public SegmentCipher? Cipher { get; } = cipher;

    public SegmentState State { get; set; } = SegmentState.Open;

    /// <summary>First block that is not given to a batch.</summary>
    public int NextBlock { get; set; } = 1;

    /// <summary>Batches that are being written; the segment is not sealed before there are none.</summary>
    public int Writers { get; set; }

    /// <summary>Transfers that read; the file is not used again before there are none.</summary>
    public int Readers { get; set; }

    /// <summary>Whether the summary is on the disk.</summary>
    public bool HasSummary { get; set; }

    /// <summary>Values that are found.</summary>
    public int Live { get; set; }

    /// <summary>Bytes of the values that are found.</summary>
    public long LiveBytes { get; set; }

    /// <summary>Entries as they are on the disk, kept until the summary is written.</summary>
    public byte[] Entries { get; private set; } = [];

    public Span<DiskRecord> Records => CollectionsMarshal.AsSpan(_records);

    public ReadOnlySpan<byte> KeyOf(int ordinal)
    {
        ref var record = ref Records[ordinal];
        return _keys.AsSpan(record.KeyAt, record.KeyLength);
    }

    /// <summary>Whether a batch has room beside the summary that must follow.</summary>
    public bool Fits(int entries, int blocks) =>
        ((long)NextBlock + blocks + DiskFormat.SummaryBlocks(_records.Count + entries)) * DiskFormat.BlockBytes <= Header.SegmentBytes;

    /// <summary>Adds a record.</summary>
    /// <returns>Its ordinal.</returns>
    public int Add(in DiskRecord record, ReadOnlySpan<byte> key)
    {
        if (_keyBytes + key.Length > _keys.Length)
            Array.Resize(ref _keys, Math.Max(_keys.Length * 2, _keyBytes + key.Length + 1024));
        key.CopyTo(_keys.AsSpan(_keyBytes));
        _records.Add(record with { KeyAt = _keyBytes, KeyLength = (byte)key.Length });
        _keyBytes += key.Length;
        return _records.Count - 1;
    }

    /// <summary>Keeps entries for the summary.</summary>
    public void KeepEntries(int firstOrdinal, ReadOnlySpan<byte> entries)
    {
        var at = firstOrdinal * DiskFormat.EntryBytes;
        if (Entries.Length < at + entries.Length)
        {
            var grown = new byte[Math.Max(Entries.Length * 2, at + entries.Length)];
            Entries.CopyTo(grown, 0);
            Entries = grown;
        }

        entries.CopyTo(Entries.AsSpan(at));
    }

    /// <summary>The summary is written: its entries are needed no more.</summary>
    public void DropEntries() => Entries = [];

    /// <summary>Adds what recovery did not find, so that numbers stay those of the disk.</summary>
    public void Skip(int ordinals)
    {
        while (_records.Count < ordinals)
            _records.Add(new DiskRecord { State = RecordState.Dead, IsWritten = true });
    }
}
