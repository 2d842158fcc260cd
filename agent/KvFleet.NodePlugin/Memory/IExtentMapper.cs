using KvFleet.Native;

namespace KvFleet.NodePlugin.Memory;

/// <summary>Makes mappings of extents.</summary>
internal interface IExtentMapper
{
    /// <summary>Maps a whole extent.</summary>
    /// <param name="file">The extent; belongs to the mapping from now on, also when this fails.</param>
    /// <param name="bytes">Its size.</param>
    /// <exception cref="NativeException">mmap failed.</exception>
    IExtentMapping Map(MemoryFile file, long bytes);
}
