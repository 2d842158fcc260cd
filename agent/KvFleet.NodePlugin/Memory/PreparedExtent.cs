namespace KvFleet.NodePlugin.Memory;

/// <summary>An extent that is mapped here.</summary>
/// <param name="volumeId">The holder's volume.</param>
/// <param name="bytes">Its size.</param>
/// <param name="inode">Its inode, to tell whether a second descriptor means the same memory.</param>
/// <param name="device">The inode's device.</param>
/// <param name="mapping">The mapping.</param>
internal sealed class PreparedExtent(string volumeId, long bytes, ulong inode, ulong device, IExtentMapping mapping) : IDisposable
{
    /// <summary>The holder's volume.</summary>
    public string VolumeId => volumeId;

    /// <summary>Its size in bytes.</summary>
    public long Bytes => bytes;

    /// <summary>The mapping.</summary>
    public IExtentMapping Mapping => mapping;

    /// <summary>Whether it is locked.</summary>
    public bool IsLocked { get; set; }

    /// <summary>Whether a file is this extent's memory.</summary>
    /// <param name="otherInode">Inode of the file.</param>
    /// <param name="otherDevice">Its device.</param>
    public bool Is(ulong otherInode, ulong otherDevice) => otherInode == inode && otherDevice == device;

    /// <summary>Unmaps, by which it is unlocked too.</summary>
    public void Dispose() => mapping.Dispose();
}
