using System.Buffers;
using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace KvFleet.NodePlugin.Mappers;

/// <summary>Reads <c>/proc/PID/maps</c> (proc(5)): which files a process has mapped.</summary>
internal static class MapsReader
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Calls back for every mapping of a file.</summary>
    /// <param name="path">The maps file.</param>
    /// <param name="found">Gets inode and device; see <see cref="Native.FileFacts"/> for how a device is written.</param>
    /// <exception cref="IOException">The process is gone or may not be examined.</exception>
    public static void Read(string path, Action<ulong, ulong> found)
    {
        using var file = File.OpenHandle(path);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            Read(file, buffer, path, found);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Read(SafeFileHandle file, byte[] buffer, string path, Action<ulong, ulong> found)
    {
        var kept = 0;
        long offset = 0;
        int length;
        while ((length = RandomAccess.Read(file, buffer.AsSpan(kept), offset)) > 0)
        {
            offset += length;
            var filled = buffer.AsSpan(0, kept + length);
            var end = filled.LastIndexOf((byte)'\n') + 1;
            foreach (var line in filled[..end].Split((byte)'\n'))
                ReadLine(filled[line], found);

            // The kernel gives whole lines, but nothing promises that.
            kept = filled.Length - end;
            if (kept == buffer.Length)
                throw new InvalidDataException($"{path} has a line of more than {buffer.Length} bytes.");
            filled[end..].CopyTo(buffer);
        }
    }

    // address permissions offset major:minor inode path
    private static void ReadLine(ReadOnlySpan<byte> line, Action<ulong, ulong> found)
    {
        for (var skipped = 0; skipped < 3; skipped++)
        {
            var space = line.IndexOf((byte)' ');
            if (space < 0)
                return;
            line = line[(space + 1)..];
        }

        if (Utf8Parser.TryParse(line, out uint major, out var used, 'x') && line.Length > used + 1
            && Utf8Parser.TryParse(line[(used + 1)..], out uint minor, out var usedMinor, 'x') && line.Length > used + usedMinor + 2
            && Utf8Parser.TryParse(line[(used + usedMinor + 2)..], out ulong inode, out _) && inode != 0)
        {
            found(inode, ((ulong)major << 32) | minor);
        }
    }
}
