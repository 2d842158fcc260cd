namespace KvFleet.Store.Disk.Files;

/// <summary>One segment file. Buffers, offsets and lengths are multiples of 4096. Every member may wait for the device.</summary>
public interface IDiskFile : IDisposable
{
    /// <summary>Reads once.</summary>
    /// <returns>Bytes read, maybe fewer than asked for; 0 at the end.</returns>
    /// <exception cref="Native.NativeException">What failed.</exception>
    int Read(Span<byte> into, long offset);

    /// <summary>Writes once.</summary>
    /// <returns>Bytes written, maybe fewer than given.</returns>
    /// <exception cref="Native.NativeException">What failed.</exception>
    int Write(ReadOnlySpan<byte> from, long offset);

    /// <summary>Waits until what was written is on the device.</summary>
    /// <exception cref="Native.NativeException">What failed.</exception>
    void Sync();

    /// <summary>Gives the file its length and the blocks for it.</summary>
    /// <exception cref="Native.NativeException">What failed.</exception>
    void Allocate(long bytes);

    /// <summary>Bytes that it takes on the disk.</summary>
    /// <exception cref="Native.NativeException">What failed.</exception>
    long PhysicalBytes { get; }

    /// <summary>Its length.</summary>
    /// <exception cref="Native.NativeException">What failed.</exception>
    long LengthBytes { get; }
}
