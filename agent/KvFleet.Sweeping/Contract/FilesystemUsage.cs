namespace KvFleet.Sweeping.Contract;

/// <summary>What statfs says.</summary>
/// <param name="TotalBytes">Its size.</param>
/// <param name="UsedBytes">Bytes in use, whoever uses them.</param>
/// <param name="AvailableBytes">What may still be written.</param>
/// <param name="TotalInodes">Inodes in all; 0 where the filesystem makes them as needed.</param>
/// <param name="UsedInodes">Inodes in use.</param>
public sealed record FilesystemUsage(long TotalBytes, long UsedBytes, long AvailableBytes, long TotalInodes, long UsedInodes);
