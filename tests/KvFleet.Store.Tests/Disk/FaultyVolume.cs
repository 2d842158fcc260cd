using KvFleet.Native;
using KvFleet.Store.Disk.Files;

namespace KvFleet.Store.Tests.Disk;

/// <summary>A volume whose calls fail or do half of their work when a test says so.</summary>
internal sealed class FaultyVolume(IDiskVolume inner) : IDiskVolume
{
    /// <summary>Errno of writes, syncs and everything that changes the directory; 0 for none.</summary>
    public static int Writing { get; set; }

    /// <summary>Errno of giving a file its blocks; 0 for none.</summary>
    public static int Allocating { get; set; }

    /// <summary>Errno of reads; 0 for none.</summary>
    public static int Reading { get; set; }

    /// <summary>Most bytes that one call transfers; 0 for all.</summary>
    public static int MostBytes { get; set; }

    public long AvailableBytes => Allocating == Errno.ENOSPC || Writing == Errno.ENOSPC ? 0 : inner.AvailableBytes;

    public static void Heal() => (Writing, Allocating, Reading, MostBytes) = (0, 0, 0, 0);

    public void Claim() => inner.Claim();

    public IReadOnlyList<string> List() => inner.List();

    public IDiskFile Open(string name, bool create)
    {
        if (create)
            Fail("open", Writing is Errno.EROFS ? Writing : 0);
        return new FaultyFile(inner.Open(name, create));
    }

    public void Delete(string name) => inner.Delete(name);

    public void Dispose() => inner.Dispose();

    private static void Fail(string call, int error)
    {
        if (error != 0)
            throw new NativeException(call, error, "injected");
    }

    private static int Part(int bytes) => MostBytes == 0 ? bytes : Math.Min(bytes, MostBytes);

    private sealed class FaultyFile(IDiskFile file) : IDiskFile
    {
        public long PhysicalBytes => file.PhysicalBytes;

        public long LengthBytes => file.LengthBytes;

        public int Read(Span<byte> into, long offset)
        {
            Fail("pread", Reading);
            // A real short read of a direct file still needs an aligned call.
            var part = Part(into.Length);
            return Math.Min(part, file.Read(into[..((part + 4095) & -4096)], offset));
        }

        public int Write(ReadOnlySpan<byte> from, long offset)
        {
            Fail("pwrite", Writing);
            var part = Part(from.Length);
            return Math.Min(part, file.Write(from[..((part + 4095) & -4096)], offset));
        }

        public void Sync()
        {
            Fail("fdatasync", Writing);
            file.Sync();
        }

        public void Allocate(long bytes)
        {
            Fail("fallocate", Allocating);
            file.Allocate(bytes);
        }

        public void Dispose() => file.Dispose();
    }
}
