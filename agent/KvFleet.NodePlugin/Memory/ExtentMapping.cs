using KvFleet.Native;

namespace KvFleet.NodePlugin.Memory;

/// <summary>A real mapping. Its address range is never read or written here: what a tenant's pages hold is no business of a privileged process.</summary>
internal sealed class ExtentMapping : IExtentMapping
{
    private readonly MemoryFile _file;
    private readonly SharedMapping _mapping;

    /// <summary>Maps an extent.</summary>
    /// <param name="file">The extent; kept open to ask how much of it is resident, closed also when this fails.</param>
    /// <param name="bytes">Its size.</param>
    /// <exception cref="NativeException">mmap failed.</exception>
    public ExtentMapping(MemoryFile file, long bytes)
    {
        _file = file;
        try
        {
            _mapping = SharedMapping.Map(file, 0, bytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public FileFacts GetFacts() => _file.GetFacts();

    /// <inheritdoc />
    public void SetPolicy(NumaPolicy policy) => _mapping.SetPolicy(policy);

    /// <inheritdoc />
    public void Lock() => _mapping.Lock();

    /// <inheritdoc />
    public void Dispose()
    {
        _mapping.Dispose();
        _file.Dispose();
    }
}
