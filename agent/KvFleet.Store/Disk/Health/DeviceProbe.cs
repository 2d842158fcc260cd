using KvFleet.Native;
using KvFleet.Store.Disk.Files;
using KvFleet.Store.Disk.Format;

namespace KvFleet.Store.Disk.Health;

/// <summary>
/// Writes and reads a small file: that the directory can be used, and how fast the device answers. What comes out says from which size on reading pays.
/// </summary>
internal static class DeviceProbe
{
    private const string Name = "probe";
    private const int LargeBlocks = 256;
    private const int Reads = 15;

    /// <summary>A read of this size spends four fifths of its time on bytes, one fifth on waiting.</summary>
    private const double Efficiency = 4;

    private const int MostEfficientBytes = 16 << 20;

    /// <summary>Tries it.</summary>
    /// <exception cref="IOException">What failed.</exception>
    public static DeviceFigures Run(IDiskVolume volume, TimeProvider time)
    {
        try
        {
            using var file = volume.Open(Name, create: true);
            using var buffer = new AlignedBuffer();
            var large = buffer.Take(LargeBlocks);
            large.Fill(0x5A);
            file.WriteAll(large, 0);
            file.Sync();
            large.Clear();
            var slow = Measure(file, large, time);
            if (large.ContainsAnyExcept((byte)0x5A))
                throw new NativeException("pread", Errno.EIO, "the probe file does not hold what was written to it");
            var quick = Measure(file, large[..DiskFormat.BlockBytes], time);
            return Figure(quick, slow);
        }
        finally
        {
            volume.Delete(Name);
        }
    }

    /// <summary>What follows from the time of a read of one block and of 256.</summary>
    internal static DeviceFigures Figure(TimeSpan oneBlock, TimeSpan manyBlocks)
    {
        var bytes = (LargeBlocks - 1) * (double)DiskFormat.BlockBytes;
        var perByte = Math.Max((manyBlocks - oneBlock).TotalSeconds / bytes, 1e-12);
        var wait = Math.Max(oneBlock.TotalSeconds - (DiskFormat.BlockBytes * perByte), 0);
        var efficient = (long)Math.Clamp(wait / perByte * Efficiency, DiskFormat.BlockBytes, MostEfficientBytes);
        return new DeviceFigures(oneBlock, 1 / perByte, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)efficient));
    }

    private static TimeSpan Measure(IDiskFile file, Span<byte> into, TimeProvider time)
    {
        var took = new TimeSpan[Reads];
        for (var i = 0; i < Reads; i++)
        {
            var started = time.GetTimestamp();
            file.ReadAll(into, 0);
            took[i] = time.GetElapsedTime(started);
        }

        Array.Sort(took);
        return took[Reads / 2];
    }
}
