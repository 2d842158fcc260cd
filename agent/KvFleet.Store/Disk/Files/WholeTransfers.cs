using KvFleet.Native;
using KvFleet.Store.Disk.Format;

namespace KvFleet.Store.Disk.Files;

/// <summary>Reads and writes to the end, whatever one call manages.</summary>
internal static class WholeTransfers
{
    /// <summary>Fills a buffer.</summary>
    /// <exception cref="NativeException">What failed; EIO when the file ends too early.</exception>
    public static void ReadAll(this IDiskFile file, Span<byte> into, long offset)
    {
        while (!into.IsEmpty)
        {
            var done = Aligned(file.Read(into, offset));
            if (done == 0)
                throw new NativeException("pread", Errno.EIO, "the file is shorter than its segment");
            into = into[done..];
            offset += done;
        }
    }

    /// <summary>Writes a buffer.</summary>
    /// <exception cref="NativeException">What failed; ENOSPC when nothing more can be written.</exception>
    public static void WriteAll(this IDiskFile file, ReadOnlySpan<byte> from, long offset)
    {
        while (!from.IsEmpty)
        {
            var done = Aligned(file.Write(from, offset));
            if (done == 0)
                throw new NativeException("pwrite", Errno.ENOSPC);
            from = from[done..];
            offset += done;
        }
    }

    // The part of a block that a short transfer did is done again: the next call must be aligned, too.
    private static int Aligned(int bytes) => bytes & -DiskFormat.BlockBytes;
}
