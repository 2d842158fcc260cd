using KvFleet.Holder.Extents;
using KvFleet.Native;
using KvFleet.Protocol.Volume;

namespace KvFleet.Holder.Tests;

/// <summary>Real memfds that populate or fail as a test says.</summary>
internal sealed class FakeMemory : IExtentMemory
{
    /// <summary>Throws instead of finding room.</summary>
    internal NativeException? RoomFailure { get; set; }

    /// <summary>Extents that cannot be allocated.</summary>
    internal HashSet<string> Unallocatable { get; } = new(StringComparer.Ordinal);

    /// <summary>Extents that cannot be populated beyond this many bytes.</summary>
    internal Dictionary<string, long> PopulationLimits { get; } = new(StringComparer.Ordinal);

    /// <summary>When set, populating waits in slices of a page until the holder says stop or this is set to false.</summary>
    internal bool IsEndless { get; set; }

    /// <summary>Completes when populating has begun.</summary>
    internal TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Files of all extents ever made.</summary>
    internal List<MemoryFile> Files { get; } = [];

    public void CheckRoom(long heldBytes, long askedBytes)
    {
        if (RoomFailure is not null)
            throw RoomFailure;
    }

    public Extent Allocate(ExtentRequest request)
    {
        if (Unallocatable.Contains(request.Id))
            throw new NativeException("memfd_create", Errno.EMFILE, request.Id);
        var file = MemoryFile.Create($"kvfleet:{request.Id}", request.Bytes);
        file.AddSeals(Seals.Extent);
        Files.Add(file);
        return new Extent(request, file);
    }

    public void Populate(Extent extent, long offset, long bytes, Func<long, bool> progress)
    {
        Started.TrySetResult();
        while (IsEndless)
        {
            if (!progress(0))
                return;
            Thread.Yield();
        }

        if (PopulationLimits.TryGetValue(extent.Id, out var limit) && offset + bytes > limit)
            throw new NativeException("madvise", Errno.ENOMEM, extent.Id);
        extent.File.Allocate(offset, bytes);
        progress(bytes);
    }
}
