namespace KvFleet.NodePlugin.Volumes;

/// <summary>One mount.</summary>
/// <param name="MountPoint">Where.</param>
/// <param name="Type">Filesystem type.</param>
/// <param name="Source">Device, or whatever the mounting process called it.</param>
/// <param name="Options">Options of this mount point, e.g. <c>ro</c>, <c>nosuid</c>.</param>
internal sealed record MountEntry(string MountPoint, string Type, string Source, IReadOnlyList<string> Options)
{
    /// <summary>Number of the mount; another one is another mount, though it may show the same filesystem.</summary>
    public string Id { get; init; } = "";

    /// <summary>Device of the filesystem as major:minor; another one is another filesystem.</summary>
    public string Device { get; init; } = "";

    /// <summary>Which directory of the filesystem is shown.</summary>
    public string Root { get; init; } = "/";
}
