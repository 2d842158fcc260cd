namespace KvFleet.NodePlugin.Volumes;

/// <summary>One mount.</summary>
/// <param name="MountPoint">Where.</param>
/// <param name="Type">Filesystem type.</param>
/// <param name="Source">Device, or whatever the mounting process called it.</param>
/// <param name="Options">Options of this mount point, e.g. <c>ro</c>, <c>nosuid</c>.</param>
internal sealed record MountEntry(string MountPoint, string Type, string Source, IReadOnlyList<string> Options);
