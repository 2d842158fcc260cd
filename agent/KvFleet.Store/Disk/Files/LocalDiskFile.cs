using KvFleet.Native;

namespace KvFleet.Store.Disk.Files;

/// <summary>A segment file on a real filesystem.</summary>
internal sealed class LocalDiskFile(DirectFile file) : IDiskFile
{
    /// <inheritdoc/>
    public long PhysicalBytes => file.GetFacts().ResidentBytes;

    /// <inheritdoc/>
    public long LengthBytes => file.GetFacts().SizeBytes;

    /// <inheritdoc/>
    public int Read(Span<byte> into, long offset) => file.Read(into, offset);

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> from, long offset) => file.Write(from, offset);

    /// <inheritdoc/>
    public void Sync() => file.Sync();

    /// <inheritdoc/>
    public void Allocate(long bytes) => file.Allocate(bytes);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
