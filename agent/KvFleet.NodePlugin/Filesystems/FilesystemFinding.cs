using KvFleet.NodePlugin.Volumes;

namespace KvFleet.NodePlugin.Filesystems;

/// <summary>How a filesystem was found.</summary>
/// <param name="Source">Its mount; null while there is none.</param>
/// <param name="Reason">One word.</param>
/// <param name="Message">What is the matter and what to do; null when nothing is.</param>
/// <param name="Works">Whether it is mounted and answered.</param>
/// <param name="TotalBytes">Its size; 0 while unknown.</param>
/// <param name="AvailableBytes">What may still be written.</param>
internal sealed record FilesystemFinding(MountEntry? Source, string Reason, string? Message, bool Works = false, long TotalBytes = 0, long AvailableBytes = 0);
