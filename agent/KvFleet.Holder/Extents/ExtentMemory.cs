using System.Diagnostics.CodeAnalysis;
using KvFleet.Holder.Limits;
using KvFleet.Native;
using KvFleet.Protocol.Volume;

namespace KvFleet.Holder.Extents;

/// <summary>Real memory.</summary>
/// <param name="limitBytes">Memory limit of the process's cgroup in bytes, null when there is none.</param>
/// <param name="useLargePages">False to populate with small pages only, as happens by itself where large ones cannot be had.</param>
internal sealed class ExtentMemory(long? limitBytes, bool useLargePages = true) : IExtentMemory
{
    // Linux holds the lock of the address space for one madvise call: short slices keep other threads' mmap and munmap going.
    private const long SliceBytes = 8L << 20;
    private readonly LargePages _largePages = new();

    /// <inheritdoc/>
    public void CheckRoom(long heldBytes, long askedBytes)
    {
        // Beyond the limit the kernel does not answer ENOMEM, it kills the holder and with it what other extents hold: never go there.
        var needed = HolderNeeds.LimitFor(heldBytes + askedBytes);
        if (askedBytes > 0 && limitBytes is { } limit && needed > limit)
        {
            throw new NativeException(
                "allocate",
                Errno.ENOMEM,
                $"{askedBytes} bytes more than the {heldBytes} held need a memory limit of {needed} bytes, the container has {limit}; raise the holder pod's limit");
        }
    }

    /// <inheritdoc/>
    [SuppressMessage("Reliability", "CA2000", Justification = "The extent owns the file.")]
    public Extent Allocate(ExtentRequest request)
    {
        var file = MemoryFile.Create($"kvfleet:{request.Id}", request.Bytes, request.HugePageBytes);
        try
        {
            file.AddSeals(Seals.Extent);

            // A shared mapping reserves huge pages for the file, not for the mapping: after this, populating cannot run out of them.
            if (request.HugePageBytes > 0)
                SharedMapping.Map(file, 0, request.Bytes).Dispose();
            return new Extent(request, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Populate(Extent extent, long offset, long bytes, Func<long, bool> progress)
    {
        using var mapping = SharedMapping.Map(extent.File, offset, bytes);
        if (useLargePages && extent.IsFresh && extent.HugePageBytes == 0)
            _largePages.TryMake(mapping, offset);
        var slice = Math.Max(SliceBytes, extent.HugePageBytes);
        for (long done = 0; done < bytes; done += slice)
        {
            var length = Math.Min(slice, bytes - done);
            if (!mapping.Populate(done, length))
                extent.File.Allocate(offset + done, length);
            if (!progress(length))
                return;
        }
    }
}
