using KvFleet.Native;

namespace KvFleet.NodePlugin.Memory;

/// <summary>Makes real mappings.</summary>
internal sealed class ExtentMapper : IExtentMapper
{
    /// <inheritdoc />
    public IExtentMapping Map(MemoryFile file, long bytes) => new ExtentMapping(file, bytes);
}
