namespace KvFleet.Protocol.NodeChannel;

/// <summary>Which memfd an extent is.</summary>
/// <param name="ExtentId">The extent.</param>
/// <param name="Inode">Inode number, as <see cref="Native.FileFacts.Inode"/>.</param>
/// <param name="Device">Device, as <see cref="Native.FileFacts.Device"/>.</param>
public sealed record ExtentIdentity(string ExtentId, ulong Inode, ulong Device);
