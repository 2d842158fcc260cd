using System.Buffers.Binary;
using System.Text;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Format;
using KvFleet.Store.Indexing;

namespace KvFleet.Store.Disk;

/// <summary>
/// The pool's fingerprint beside its segments, so that a machine whose memory is new knows whose bytes the disk has before a client says it. Segments themselves carry its
/// hash: what is read here decides nothing alone.
/// </summary>
internal static class FingerprintFile
{
    private const string Name = "fingerprint";
    private const ulong Magic = 0x315046445F_56_4B; // "KV_DFP1"
    private const int TextAt = 16;
    private const int Blocks = 3;
    private const int MostBytes = (Blocks * DiskFormat.BlockBytes) - TextAt;

    /// <summary>Reads it.</summary>
    /// <returns>Empty when there is none, or it is damaged.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Read(IDiskVolume volume)
    {
        if (!volume.List().Contains(Name, StringComparer.Ordinal))
            return "";
        using var file = volume.Open(Name, create: false);
        if (file.LengthBytes < Blocks * DiskFormat.BlockBytes)
            return "";
        using var buffer = new AlignedBuffer();
        var bytes = buffer.Take(Blocks);
        file.ReadAll(bytes, 0);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) == Magic && length is >= 0 and <= MostBytes
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) == Crc32C.Compute(bytes.Slice(TextAt, length))
            ? Encoding.UTF8.GetString(bytes.Slice(TextAt, length))
            : "";
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(IDiskVolume volume, string fingerprint)
    {
        using var buffer = new AlignedBuffer();
        var bytes = buffer.Take(Blocks);
        bytes.Clear();
        // Longer than what indexes of memory have room for: no client could have said it.
        var length = Encoding.UTF8.GetBytes(fingerprint, bytes[TextAt..]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Crc32C.Compute(bytes.Slice(TextAt, length)));
        using var file = volume.Open(Name, create: true);
        file.WriteAll(bytes, 0);
        file.Sync();
    }
}
