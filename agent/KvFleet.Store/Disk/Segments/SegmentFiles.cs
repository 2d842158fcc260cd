using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KvFleet.Store.Disk.Catalog;
using KvFleet.Store.Disk.Encryption;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Format;

namespace KvFleet.Store.Disk.Segments;

/// <summary>
/// The segment files of a tier: how many there may be, which are free, and new lives for them. A file that was emptied is written again rather than made anew: its blocks
/// stay where they are. Every member may wait for the device.
/// </summary>
internal sealed class SegmentFiles(IDiskVolume volume, DiskTierOptions options, Func<DiskKey?> key, Func<string> fingerprint) : IDisposable
{
    private const string Prefix = "segment-";
    private const string Suffix = ".kvd";
    private static readonly byte[] Unsaid = Hash("").Item2;
    private readonly Lock _gate = new();
    private readonly Stack<(int Slot, IDiskFile File)> _free = [];
    private readonly Dictionary<int, long> _bytes = [];
    private readonly List<IDiskFile> _open = [];
    private Tuple<string, byte[]> _fingerprint = Hash("");
    private long _lastSequence;
    private long _capacityBytes = options.CapacityBytes;
    private long _totalBytes;

    /// <summary>Bytes of new segments.</summary>
    public long SegmentBytes => SegmentSizes.Choose(CapacityBytes, options.SegmentBytes);

    /// <summary>Most bytes that files may take. Changing it takes effect as segments are emptied.</summary>
    public long CapacityBytes
    {
        get => Interlocked.Read(ref _capacityBytes);
        set => Interlocked.Exchange(ref _capacityBytes, value);
    }

    /// <summary>SHA-256 of the pool's fingerprint as it is now: empty until a client said it.</summary>
    public byte[] Fingerprint
    {
        get
        {
            var (known, said) = (_fingerprint, fingerprint());
            if (known.Item1 != said)
                _fingerprint = known = Hash(said);
            return known.Item2;
        }
    }

    /// <summary>What all files take on the disk, as they were made. Waits for nothing.</summary>
    public long TotalBytes => Interlocked.Read(ref _totalBytes);

    /// <summary>Whether a segment can be begun without emptying another.</summary>
    public bool HasRoom(bool mayGrow)
    {
        lock (_gate)
            return _free.Count > 0 || (mayGrow && TotalBytes + SegmentBytes <= CapacityBytes);
    }

    /// <summary>The slot of a file; null when it is no segment.</summary>
    public static int? SlotOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var slot)
            ? slot
            : null;

    /// <summary>The file of a slot.</summary>
    public static string NameOf(int slot) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{slot:D6}{Suffix}");

    /// <summary>Counts a file that was found.</summary>
    public void AddFound(int slot, IDiskFile file, long bytes, long sequence)
    {
        lock (_gate)
        {
            Count(slot, bytes);
            _open.Add(file);
            _lastSequence = Math.Max(_lastSequence, sequence);
        }
    }

    /// <summary>Numbers of segments are higher than this from now on.</summary>
    public void StartAfter(long sequence)
    {
        lock (_gate)
            _lastSequence = Math.Max(_lastSequence, sequence);
    }

    /// <summary>Whether values may be added to a segment: not when a client has said the fingerprint since it was begun.</summary>
    public bool TakesMore(SegmentHeader header) => header.Fingerprint.AsSpan().SequenceEqual(Fingerprint);

    /// <summary>Whether a header's values are the pool's. Those that were written before any client said a fingerprint are, as they are in memory.</summary>
    public bool IsOurs(SegmentHeader header) =>
        header.PoolUid == options.PoolUid && (TakesMore(header) || header.Fingerprint.AsSpan().SequenceEqual(Unsaid));

    /// <summary>What a header's values are encrypted with.</summary>
    public SegmentCipher? CipherOf(SegmentHeader header) => header.KeyId == 0 ? null : key()?.ForSegment(header.Sequence, header.Salt);

    /// <summary>Whether values of a header can be read with what this process has; plain ones always can.</summary>
    public bool CanRead(SegmentHeader header) => header.KeyId == 0 ? key() is null : header.KeyId == key()?.Id;

    /// <summary>Begins the life of a segment. Its header is on the device when this returns.</summary>
    /// <param name="mayGrow">Whether a file may be made.</param>
    /// <param name="block">One aligned block to write from.</param>
    /// <returns>Null when all files are in use.</returns>
    /// <exception cref="Native.NativeException">What failed; ENOSPC when the filesystem is full.</exception>
    public DiskSegment? TryBegin(bool mayGrow, Span<byte> block)
    {
        long sequence;
        lock (_gate)
            sequence = ++_lastSequence;
        if (TakeFile(mayGrow) is not var (slot, file))
            return null;
        try
        {
            var header = new SegmentHeader(sequence, _bytes[slot], options.PoolUid, Fingerprint, key()?.Id ?? 0, RandomNumberGenerator.GetBytes(32));
            header.Write(block);
            file.WriteAll(block[..DiskFormat.BlockBytes], 0);
            file.Sync();
            return new DiskSegment(slot, file, header, CipherOf(header));
        }
        catch
        {
            GiveBack(slot, file);
            throw;
        }
    }

    /// <summary>Takes a file back whose segment is gone: to be used again, or deleted when there are more bytes than there may be.</summary>
    public void GiveBack(int slot, IDiskFile file)
    {
        lock (_gate)
        {
            if (_bytes[slot] == SegmentBytes && TotalBytes <= CapacityBytes)
            {
                _free.Push((slot, file));
                return;
            }

            Drop(slot, file);
        }
    }

    /// <summary>Deletes free files while there are more bytes than there may be.</summary>
    /// <returns>Whether a segment must be emptied to get below.</returns>
    public bool Trim()
    {
        lock (_gate)
        {
            while (TotalBytes > CapacityBytes && _free.TryPop(out var free))
                Drop(free.Slot, free.File);
            return TotalBytes > CapacityBytes;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _open)
            file.Dispose();
    }

    private static Tuple<string, byte[]> Hash(string text) => Tuple.Create(text, SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private (int Slot, IDiskFile File)? TakeFile(bool mayGrow)
    {
        lock (_gate)
        {
            if (_free.TryPop(out var free))
                return free;
            if (!mayGrow || TotalBytes + SegmentBytes > CapacityBytes)
                return null;
            var bytes = SegmentBytes;
            var slot = 0;
            while (_bytes.ContainsKey(slot))
                slot++;
            var file = volume.Open(NameOf(slot), create: true);
            _open.Add(file);
            try
            {
                file.Allocate(bytes);
            }
            catch
            {
                Drop(slot, file);
                throw;
            }

            Count(slot, bytes);
            return (slot, file);
        }
    }

    private void Drop(int slot, IDiskFile file)
    {
        file.Dispose();
        _open.Remove(file);
        if (_bytes.Remove(slot, out var bytes))
            Interlocked.Add(ref _totalBytes, -bytes);
        volume.Delete(NameOf(slot));
    }

    private void Count(int slot, long bytes)
    {
        _bytes[slot] = bytes;
        Interlocked.Add(ref _totalBytes, bytes);
    }
}
