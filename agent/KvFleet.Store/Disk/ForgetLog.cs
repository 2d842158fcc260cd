using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using KvFleet.Native;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Indexing;
using Microsoft.Win32.SafeHandles;

namespace KvFleet.Store.Disk;

/// <summary>
/// Notes in a file on a tmpfs which records were forgotten and are not yet overwritten on the disk, so that a process that is killed in between finds no old value
/// again. Writing to a tmpfs waits for no device. Under the tier's lock.
/// </summary>
internal sealed class ForgetLog : IDisposable
{
    /// <summary>Stands for all records of a segment.</summary>
    public const int All = -1;

    private const int NoteBytes = 16;
    private readonly SafeFileHandle _file;
    private long _length;

    private ForgetLog(SafeFileHandle file, long length) => (_file, _length) = (file, length);

    /// <summary>Whether a note could not be written: the disk is then the only one that knows.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Opens the log of a pool, with what an earlier process noted.</summary>
    /// <exception cref="DiskRefusedException">The directory is no tmpfs, or cannot be used.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The log hands it on.")]
    public static ForgetLog Open(string directory, string poolUid, out IReadOnlyList<(long Sequence, int Ordinal)> notes)
    {
        try
        {
            if (!FilesystemFacts.Of(directory).IsMemory)
                throw new DiskRefusedException($"{directory} is no tmpfs: forgotten keys are noted there at once, which must not wait for a device. Name a directory on a tmpfs.");
            var file = File.OpenHandle(Path.Combine(directory, $"kvfleet-{poolUid}.forgotten"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            var bytes = new byte[RandomAccess.GetLength(file)];
            notes = Parse(bytes.AsSpan(0, RandomAccess.Read(file, bytes, 0)));
            return new ForgetLog(file, notes.Count * NoteBytes);
        }
        catch (Exception e) when (e is NativeException or UnauthorizedAccessException)
        {
            throw new DiskRefusedException($"The log of forgotten keys: {e.Message}");
        }
    }

    /// <summary>Notes a record.</summary>
    public void Append(long sequence, int ordinal)
    {
        Span<byte> note = stackalloc byte[NoteBytes];
        BinaryPrimitives.WriteInt64LittleEndian(note, sequence);
        BinaryPrimitives.WriteInt32LittleEndian(note[8..], ordinal);
        BinaryPrimitives.WriteUInt32LittleEndian(note[12..], Crc32C.Compute(note[..12]));
        try
        {
            RandomAccess.Write(_file, note, _length);
            _length += NoteBytes;
        }
        catch (IOException)
        {
            HasFailed = true;
        }
    }

    /// <summary>The disk knows everything: what was noted is needed no more.</summary>
    public void Reset()
    {
        if (_length == 0)
            return;
        RandomAccess.SetLength(_file, 0);
        _length = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static List<(long Sequence, int Ordinal)> Parse(ReadOnlySpan<byte> bytes)
    {
        List<(long, int)> notes = [];
        for (; bytes.Length >= NoteBytes && BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) == Crc32C.Compute(bytes[..12]); bytes = bytes[NoteBytes..])
            notes.Add((BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..])));
        return notes;
    }
}
