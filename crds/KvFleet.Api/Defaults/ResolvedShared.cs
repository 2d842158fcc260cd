namespace KvFleet.Api.Defaults;

/// <summary>What a pool asks of a shared filesystem.</summary>
/// <param name="ClassName">The KVCacheFilesystem.</param>
/// <param name="QuotaBytes">Its quota; null for the filesystem's default.</param>
/// <param name="Inodes">Its limit of files; null for the filesystem's default.</param>
/// <param name="MinAge">Age below which nothing of it is deleted; null for the filesystem's default.</param>
public sealed record ResolvedShared(string ClassName, long? QuotaBytes, long? Inodes, TimeSpan? MinAge);
